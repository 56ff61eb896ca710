using Reverie.Language.Layers;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>What a world model shares of its language model's words.</summary>
/// <param name="Embedding">Observation tokens are read as words.</param>
/// <param name="Head">Observation tokens are foreseen as words.</param>
internal readonly record struct SharedWords(bool Embedding, bool Head)
{
    internal bool Any => Embedding || Head;

    /// <summary>The language model inside a backbone.</summary>
    internal static LanguageCore? CoreOf(ISequenceBackbone backbone) => (backbone is FramedBackbone framed ? framed.Core : backbone) as LanguageCore;

    /// <summary>The words for reading; null where the world model has its own.</summary>
    internal TokenEmbedding? WordsToRead(ISequenceBackbone backbone) => Embedding ? Words(backbone) : null;

    /// <summary>The words for foreseeing; null where the world model has its own.</summary>
    internal TokenEmbedding? WordsToForesee(ISequenceBackbone backbone) => Head ? Words(backbone) : null;

    private static TokenEmbedding Words(ISequenceBackbone backbone) => CoreOf(backbone)?.Model.Backbone.Tokens
        ?? throw new ArgumentException("Only a language model that was made with its words can share them.", nameof(backbone));
}
