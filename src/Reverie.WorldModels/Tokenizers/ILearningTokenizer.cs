using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>A tokenizer that learns from frames, by gradients of its parameters.</summary>
public interface ILearningTokenizer : IFrameTokenizer
{
    /// <summary>The losses of a batch of frames.</summary>
    /// <param name="observations">[..., C, H, W], in [0, 1] or bytes.</param>
    TokenizerLosses ComputeLosses(Tensor observations);
}
