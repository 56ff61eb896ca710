using Reverie.Torch;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

/// <summary>A tokenizer that only remembers what it was shown last.</summary>
internal sealed class LastFrames : IFrameTokenizer
{
    private byte[] _shown = [];
    private int _rows = 1;

    public int VocabularySize => 2;

    public int TokensPerFrame => 4;

    public FrameCost Cost => default;

    public Tensor EncodeTokens(Tensor frames)
    {
        (_shown, _rows) = (frames.ToBytes(), (int)frames.Size(0));
        return Tensor.Zeros([_rows, TokensPerFrame], ScalarType.Int64);
    }

    public Tensor DecodeTokens(Tensor tokens) => throw new InvalidOperationException("Nobody looks.");

    internal ReadOnlySpan<byte> Of(int row) => _shown.AsSpan(row * (_shown.Length / _rows), _shown.Length / _rows);
}
