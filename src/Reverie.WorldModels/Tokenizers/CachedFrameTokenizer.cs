using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>
/// Encodes each distinct frame and decodes each distinct row of tokens once, as long as the tokenizer does not change: while
/// the world model and the actor-critic train, it is frozen. Call <see cref="Clear"/> when it has been trained, and at the
/// start of every epoch, so that a resumed run meets the same (empty) cache.
/// </summary>
/// <param name="inner">The tokenizer.</param>
/// <param name="capacityBytes">Decoded frames and tokens kept, in bytes; when full, everything is forgotten.</param>
public sealed class CachedFrameTokenizer(IFrameTokenizer inner, long capacityBytes = CachedFrameTokenizer.DefaultCapacityBytes) : IFrameTokenizer
{
    /// <summary>A gibibyte.</summary>
    public const long DefaultCapacityBytes = 1L << 30;

    private readonly MemoCache _tokens = new(capacityBytes / 4);
    private readonly MemoCache _frames = new(capacityBytes / 4 * 3);

    public int VocabularySize => inner.VocabularySize;

    public int TokensPerFrame => inner.TokensPerFrame;

    public FrameCost Cost => inner.Cost;

    /// <summary>Frames that the tokenizer has encoded, and rows of tokens that it has decoded, since the start.</summary>
    public (long Encoded, long Decoded) Work => (_tokens.Misses, _frames.Misses);

    /// <inheritdoc/>
    public Tensor EncodeTokens(Tensor frames)
    {
        var items = frames.Reshape([-1, .. frames.Shape[^3..]]);
        var tokens = items.DType == ScalarType.UInt8
            ? _tokens.Get<byte, long>(items, [TokensPerFrame], ScalarType.Int64, inner.EncodeTokens)
            : _tokens.Get<float, long>(items, [TokensPerFrame], ScalarType.Int64, inner.EncodeTokens);
        return tokens.Reshape([.. frames.Shape[..^3], TokensPerFrame]);
    }

    /// <inheritdoc/>
    public Tensor DecodeTokens(Tensor tokens)
    {
        var frames = _frames.Get<long, float>(tokens.Reshape(-1, TokensPerFrame), default, ScalarType.Float32, inner.DecodeTokens);
        return frames.Reshape([.. tokens.Shape[..^1], .. frames.Shape[1..]]);
    }

    /// <inheritdoc/>
    public Tensor PicturesOf(Tensor frames) => inner.PicturesOf(frames);

    /// <summary>Forgets everything: the tokenizer has changed, or an epoch starts.</summary>
    public void Clear()
    {
        _tokens.Clear();
        _frames.Clear();
    }
}
