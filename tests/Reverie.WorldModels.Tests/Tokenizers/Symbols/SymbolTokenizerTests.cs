using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Symbols;

namespace Reverie.WorldModels.Tests.Tokenizers.Symbols;

public sealed class SymbolTokenizerTests
{
    private static readonly (byte, byte, byte)[] Symbols = [(0, 0, 0), (4, 1, 0), (4, 1, 2), (9, 0, 3)];

    [Fact]
    public void EncodeTokens_EverySymbol_IsItsNumber()
    {
        using var scope = new TensorScope();
        using var tokenizer = Create();
        var tokens = tokenizer.EncodeTokens(Frames());
        Assert.Equal([1, 6], tokens.Shape.ToArray());
        Assert.Equal([0, 1, 2, 3, 0, 3], tokens.ToArray<long>());
    }

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(9, 0, 255)]
    [InlineData(255, 255, 255)]
    public void EncodeTokens_UnknownCell_IsNamed(byte first, byte second, byte third)
    {
        using var scope = new TensorScope();
        using var tokenizer = Create();
        byte[] cells = [.. Enumerable.Repeat((byte)0, 15), first, second, third];
        var error = Assert.Throws<InvalidDataException>(() => tokenizer.EncodeTokens(Tensor.From(cells, 3, 2, 3)));
        Assert.Contains($"({first}, {second}, {third})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncodeTokens_FrameOfAnotherGrid_IsRefused()
    {
        using var scope = new TensorScope();
        using var tokenizer = Create();
        Assert.Contains("[..., 3, 2, 3]", Assert.Throws<ArgumentException>(() => tokenizer.EncodeTokens(Tensor.From(new byte[18], 2, 3, 3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tokenizer.EncodeTokens(Tensor.Zeros([3, 2, 3])));
    }

    /// <summary>A tile lies where its cell is, columns from left to right, and is of the cell's set.</summary>
    [Fact]
    public void DecodeTokens_OneCellAfterTheOther_PutsTilesInTheirPlaces()
    {
        using var scope = new TensorScope();
        using var tokenizer = Create();
        var picture = tokenizer.DecodeTokens(Tensor.From([0, 1, 2, 3, 0, 3L], 6));
        Assert.Equal([3, 4, 6], picture.Shape.ToArray());
        // Red is the symbol, green the set, blue the pixel of the tile. Of the second set is only the last cell.
        Assert.Equal(
            [0, 0, 2, 2, 0, 0, 0, 0, 2, 2, 0, 0, 1, 1, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3], Bytes(picture.Select(0, 0)));
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1], Bytes(picture.Select(0, 1)));
        Assert.Equal([0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3], Bytes(picture.Select(0, 2))[..12]);
    }

    [Fact]
    public void PicturesOf_Frames_AreThoseOfTheirTokens()
    {
        using var scope = new TensorScope();
        using var tokenizer = Create();
        var frames = Frames();
        Assert.Equal(Bytes(tokenizer.DecodeTokens(tokenizer.EncodeTokens(frames))), tokenizer.PicturesOf(frames).ToArray<byte>());
    }

    [Fact]
    public void StateDict_HasNothingToSave()
    {
        using var tokenizer = Create();
        Assert.Empty(tokenizer.StateDict());
        Assert.Equal((4, 6, "two"), (tokenizer.VocabularySize, tokenizer.TokensPerFrame, tokenizer.Words(2)));
    }

    private static byte[] Bytes(Tensor picture) => [.. picture.ToArray<float>().Select(value => (byte)Math.Round(value * 255))];

    private static Tensor Frames()
    {
        byte[] cells = [.. ((int[])[0, 1, 2, 3, 0, 3]).SelectMany(i => (byte[])[Symbols[i].Item1, Symbols[i].Item2, Symbols[i].Item3])];
        return Tensor.From(cells, 1, 3, 2, 3);
    }

    private static SymbolTokenizer Create()
    {
        var sets = Enumerable.Range(0, 2).Select(set => (IReadOnlyList<byte[]>)
            [.. Enumerable.Range(0, 4).Select(symbol => (byte[])[.. Enumerable.Range(0, 4).SelectMany(pixel => (byte[])[(byte)symbol, (byte)set, (byte)pixel])])]);
        return new SymbolTokenizer(3, 2, new SymbolSheet(Symbols, ["zero", "one", "two", "three"], 2, [.. sets]), [0, 0, 0, 0, 0, 1]);
    }
}
