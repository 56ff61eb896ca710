using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>A tokenizer that learns from frames, by gradients of its parameters.</summary>
public interface ILearningTokenizer : IFrameTokenizer
{
    /// <summary>Whether it also learns what frames are worth.</summary>
    bool LearnsReturns { get; }

    /// <summary>The losses of a batch of frames.</summary>
    /// <param name="observations">[..., C, H, W], in [0, 1] or bytes.</param>
    /// <param name="returns">The discounted return of each frame, [N], N being all leading dimensions together; null: none is known.</param>
    TokenizerLosses ComputeLosses(Tensor observations, Tensor? returns = null);
}
