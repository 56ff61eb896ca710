namespace Reverie.WorldModels.Tokenizers.Symbols;

/// <summary>The symbols of a grid's cells: what each is written as, what it is called, and how it looks.</summary>
/// <param name="Symbols">Three bytes a symbol, all different.</param>
/// <param name="Words">What each is called.</param>
/// <param name="TileSize">Pixels per side of a cell's picture.</param>
/// <param name="Tiles">One or more sets of pictures: for each symbol [TileSize, TileSize, 3].</param>
public sealed record SymbolSheet(
    IReadOnlyList<(byte First, byte Second, byte Third)> Symbols, IReadOnlyList<string> Words, int TileSize, IReadOnlyList<IReadOnlyList<byte[]>> Tiles);
