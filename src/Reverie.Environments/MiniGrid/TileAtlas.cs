using System.Collections.Concurrent;

namespace Reverie.Environments.MiniGrid;

/// <summary>All tiles of one size, each painted when it is first needed and then only copied. Safe for use from several threads.</summary>
public sealed class TileAtlas
{
    private const int Types = 11, Colors = 6, States = 3, AgentPoses = 5, Highlights = 2;

    private static readonly ConcurrentDictionary<int, TileAtlas> Atlases = new();

    private readonly byte[]?[] _tiles = new byte[]?[Types * Colors * States * AgentPoses * Highlights];

    private TileAtlas(int tileSize) => TileSize = tileSize;

    /// <summary>Width and height of each tile in pixels.</summary>
    public int TileSize { get; }

    /// <summary>The one atlas of a tile size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not 1..256.</exception>
    public static TileAtlas OfSize(int tileSize)
    {
        if (tileSize is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(tileSize), $"A tile must be 1 to 256 pixels wide, not {tileSize}.");
        return Atlases.GetOrAdd(tileSize, static size => new TileAtlas(size));
    }

    /// <summary>The tile of a cell: [TileSize, TileSize, 3].</summary>
    /// <param name="cell">What the cell shows.</param>
    /// <param name="agent">Where the agent on it looks, or null if it is elsewhere.</param>
    /// <param name="highlight">Whether the cell lies in the agent's view.</param>
    public ReadOnlySpan<byte> Tile(Cell cell, Direction? agent, bool highlight)
    {
        int pose = agent is { } direction ? 1 + (int)direction : 0;
        int index = ((((int)cell.Type * Colors + (int)cell.Color) * States + cell.State) * AgentPoses + pose) * Highlights + (highlight ? 1 : 0);
        return _tiles[index] ??= TilePainter.Paint(cell, agent, highlight, TileSize);
    }

    /// <summary>Copies a tile into an image of <paramref name="imageWidth"/> pixels a row, at tile column and row.</summary>
    internal void Draw(Span<byte> image, int imageWidth, int column, int row, Cell cell, Direction? agent, bool highlight)
    {
        var tile = Tile(cell, agent, highlight);
        int bytes = TileSize * 3, stride = imageWidth * 3;
        int offset = row * TileSize * stride + column * bytes;
        for (int source = 0; source < tile.Length; source += bytes, offset += stride)
            tile.Slice(source, bytes).CopyTo(image.Slice(offset, bytes));
    }
}
