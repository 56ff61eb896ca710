using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>A tokenizer whose codebook grows with what it is shown, without gradients.</summary>
public interface IGrowingTokenizer : IFrameTokenizer
{
    /// <summary>Codes that it has so far.</summary>
    int CodeCount { get; }

    /// <summary>Takes codes from frames where it has none that are like what they show. The same frames once more change nothing.</summary>
    /// <param name="frames">Bytes [..., C, H, W].</param>
    void Grow(Tensor frames);
}
