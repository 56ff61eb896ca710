using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>Looks observation tokens up among a language model's words, which rest, and brings them to the world model by a layer that learns.</summary>
internal sealed class WordEmbedding : Layer
{
    private readonly TokenEmbedding _words;
    private readonly Linear _projection;

    /// <param name="words">The table; it stays the language model's.</param>
    /// <param name="width">Numbers of an embedding.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public WordEmbedding(TokenEmbedding words, long width, Generator? generator)
    {
        _words = words;
        _projection = Child("projection", new Linear(words.Size, width, generator: generator));
    }

    /// <param name="x">Integers [...].</param>
    /// <returns>[..., width]</returns>
    public override Tensor Forward(Tensor x) => _projection.Forward(F.Embedding(_words.Weight, x).Float());

    public override OnnxValue Forward(OnnxValue x) => throw new NotSupportedException("A world model is not exported, only its policy.");
}
