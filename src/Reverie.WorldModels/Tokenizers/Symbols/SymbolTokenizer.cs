using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Symbols;

/// <summary>
/// Exact tokens of frames that are grids of symbols: one token a cell, column by column, z_k = number of the cell's three bytes. There is nothing
/// to learn and nothing is lost. Pictures are put together of a tile a cell.
/// </summary>
public sealed partial class SymbolTokenizer : Module, IWordedTokenizer
{
    private const int Channels = 3;
    private readonly SymbolSheet _sheet;
    private readonly Tensor _sizes, _strides, _numbers, _tiles, _sets;

    /// <param name="columns">Cells side by side.</param>
    /// <param name="rows">Cells one below the other.</param>
    /// <param name="sheet">The symbols.</param>
    /// <param name="sets">Which set of tiles each cell is drawn with, column by column; null: the first.</param>
    public SymbolTokenizer(int columns, int rows, SymbolSheet sheet, IReadOnlyList<int>? sets = null)
    {
        (Columns, Rows, _sheet) = (columns, rows, sheet);
        long[] sizes = [0, 0, 0];
        foreach (var (first, second, third) in sheet.Symbols)
            sizes = [Math.Max(sizes[0], first + 1), Math.Max(sizes[1], second + 1), Math.Max(sizes[2], third + 1)];
        long[] strides = [sizes[1] * sizes[2], sizes[2], 1];
        long[] numbers = new long[sizes[0] * sizes[1] * sizes[2]];
        Array.Fill(numbers, -1);
        foreach (var (number, (first, second, third)) in sheet.Symbols.Index())
            numbers[(first * strides[0]) + (second * strides[1]) + third] = number;
        // What follows from the symbols need not be saved.
        _sizes = Buffer("sizes", Tensor.From(sizes), persistent: false);
        _strides = Buffer("strides", Tensor.From(strides), persistent: false);
        _numbers = Buffer("numbers", Tensor.From(numbers), persistent: false);
        byte[] pixels = [.. sheet.Tiles.SelectMany(set => set.SelectMany(tile => tile))];
        _tiles = Buffer("tiles", Tensor.From(pixels, sheet.Tiles.Count * sheet.Symbols.Count, sheet.TileSize, sheet.TileSize, Channels), persistent: false); // [S V, T, T, 3]
        _sets = Buffer("sets", Tensor.From([.. (sets ?? new int[columns * rows]).Select(set => (long)set * sheet.Symbols.Count)]), persistent: false);
    }

    /// <summary>Cells side by side.</summary>
    public int Columns { get; }

    /// <summary>Cells one below the other.</summary>
    public int Rows { get; }

    public int VocabularySize => _sheet.Symbols.Count;

    public int TokensPerFrame => Columns * Rows;

    public FrameCost Cost => default;

    public string Words(int token) => _sheet.Words[token];

    /// <summary>The numbers of the symbols.</summary>
    /// <param name="frames">Bytes [..., columns, rows, 3].</param>
    /// <returns>Integers [..., columns * rows].</returns>
    /// <exception cref="InvalidDataException">A cell shows what is not among the symbols.</exception>
    public Tensor EncodeTokens(Tensor frames)
    {
        if (frames.DType != ScalarType.UInt8 || frames.Dim < 3 || frames.Size(-3) != Columns || frames.Size(-2) != Rows || frames.Size(-1) != Channels)
            throw new ArgumentException($"Symbols are bytes [..., {Columns}, {Rows}, {Channels}], not {frames}.");
        var cells = frames.Long().Flatten(0, -2); // [N, 3]
        var inside = cells.Lt(_sizes).All(1); // [N]
        var index = (cells * _strides).Sum([1]) * inside.Long();
        var tokens = _numbers.IndexSelect(0, index).MaskedFill(inside.LogicalNot(), -1);
        if (cells.Size(0) > 0 && tokens.Min().ItemInt64() < 0)
            throw new InvalidDataException($"A cell shows ({Unknown(cells, tokens)}), which is not among the {VocabularySize} symbols that this tokenizer knows.");
        return tokens.Reshape([.. frames.Shape[..^3], TokensPerFrame]);
    }

    /// <summary>Pictures put together of a tile a cell.</summary>
    /// <param name="tokens">Integers [..., columns * rows].</param>
    /// <returns>[..., 3, rows * tile, columns * tile] in [0, 1].</returns>
    public Tensor DecodeTokens(Tensor tokens) => Picture(tokens).Float() / 255;

    public Tensor PicturesOf(Tensor frames) => Picture(EncodeTokens(frames));

    private Tensor Picture(Tensor tokens)
    {
        long size = _sheet.TileSize;
        var cells = _tiles.IndexSelect(0, (tokens + _sets).Flatten()); // [N C R, T, T, 3]
        return cells.View(-1, Columns, Rows, size, size, Channels).Permute(0, 5, 2, 3, 1, 4) // [N, 3, R, T, C, T]
            .Reshape([.. tokens.Shape[..^1], Channels, Rows * size, Columns * size]);
    }

    private static string Unknown(Tensor cells, Tensor tokens)
    {
        long at = tokens.ArgMin(0).ItemInt64();
        return string.Join(", ", cells.Select(0, at).ToArray<long>());
    }
}
