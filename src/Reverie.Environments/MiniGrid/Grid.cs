namespace Reverie.Environments.MiniGrid;

/// <summary>
/// The cells of a world. Beside each object the grid keeps what its cell shows, packed, within a margin of grey walls as wide as the
/// agent can see: the view is then a plain copy, without a test for the edge.
/// </summary>
public sealed class Grid
{
    private readonly uint[] _cells;
    private readonly WorldObject?[] _objects;

    /// <param name="width">Number of columns, at least 3.</param>
    /// <param name="height">Number of rows, at least 3.</param>
    /// <param name="margin">How far the agent sees beyond the edge.</param>
    public Grid(int width, int height, int margin)
    {
        if (width < 3 || height < 3)
            throw new ArgumentException($"A grid needs at least 3 columns and 3 rows, not {width} x {height}: make it larger.", nameof(width));
        (Width, Height, Margin) = (width, height, margin);
        ColumnStride = height + 2 * margin;
        int length = (width + 2 * margin) * ColumnStride;
        _cells = new uint[length];
        _objects = new WorldObject?[length];
        _cells.AsSpan().Fill(Cell.Outside.Bits);
        Clear();
    }

    public int Width { get; }

    public int Height { get; }

    internal int Margin { get; }

    /// <summary>How far apart neighbours in a row are in <see cref="Cells"/>; neighbours in a column are next to each other.</summary>
    internal int ColumnStride { get; }

    internal ReadOnlySpan<uint> Cells => _cells;

    /// <summary>The object of a cell, or null where there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cell is outside the grid.</exception>
    public WorldObject? this[int x, int y]
    {
        get => _objects[Index(x, y)];
        set
        {
            int index = Index(x, y);
            _objects[index]?.Leave(index);
            _objects[index] = value;
            _cells[index] = value is null ? Cell.Empty.Bits : value.Cell.Bits;
            value?.Enter(this, index);
        }
    }

    /// <inheritdoc cref="this[int, int]"/>
    public WorldObject? this[Position position]
    {
        get => this[position.X, position.Y];
        set => this[position.X, position.Y] = value;
    }

    /// <summary>What a cell shows; an empty cell shows <see cref="Cell.Empty"/>.</summary>
    public Cell CellAt(Position position) => new(_cells[Index(position.X, position.Y)]);

    public bool Contains(Position position) => (uint)position.X < (uint)Width && (uint)position.Y < (uint)Height;

    /// <summary>Empties every cell.</summary>
    public void Clear()
    {
        for (int x = 0; x < Width; x++)
        {
            int column = Index(x, 0);
            _cells.AsSpan(column, Height).Fill(Cell.Empty.Bits);
            _objects.AsSpan(column, Height).Clear();
        }
    }

    /// <summary>A horizontal line of walls, or of another fixture.</summary>
    /// <param name="x">The leftmost cell.</param>
    /// <param name="y">The row.</param>
    /// <param name="length">How many cells; null: to the edge.</param>
    /// <param name="fixture">What to draw with; null: grey wall.</param>
    public void HorizontalWall(int x, int y, int? length = null, WorldObject? fixture = null)
    {
        int end = x + (length ?? Width - x);
        for (int i = x; i < end; i++)
            this[i, y] = fixture ?? WorldObject.Wall();
    }

    /// <summary>A vertical line of walls, or of another fixture.</summary>
    /// <inheritdoc cref="HorizontalWall"/>
    public void VerticalWall(int x, int y, int? length = null, WorldObject? fixture = null)
    {
        int end = y + (length ?? Height - y);
        for (int j = y; j < end; j++)
            this[x, j] = fixture ?? WorldObject.Wall();
    }

    /// <summary>The outline of a rectangle in grey wall.</summary>
    public void WallRectangle(int x, int y, int width, int height)
    {
        HorizontalWall(x, y, width);
        HorizontalWall(x, y + height - 1, width);
        VerticalWall(x, y, height);
        VerticalWall(x + width - 1, y, height);
    }

    /// <summary>Writes type, colour and state of every cell, column by column: [Width, Height, 3]. The agent is not part of it.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than Width * Height * 3.</exception>
    public void Encode(Span<byte> destination)
    {
        if (destination.Length < Width * Height * 3)
            throw new ArgumentException($"Encoding a {Width} x {Height} grid takes {Width * Height * 3} bytes, not {destination.Length}.", nameof(destination));
        int offset = 0;
        for (int x = 0; x < Width; x++)
        {
            foreach (uint cell in _cells.AsSpan(Index(x, 0), Height))
            {
                destination[offset] = (byte)cell;
                destination[offset + 1] = (byte)(cell >> 8);
                destination[offset + 2] = (byte)(cell >> 16);
                offset += 3;
            }
        }
    }

    /// <summary>The same world, with another margin; the objects move over.</summary>
    internal Grid WithMargin(int margin)
    {
        var wider = new Grid(Width, Height, margin);
        for (int x = 0; x < Width; x++)
        {
            for (int y = 0; y < Height; y++)
                wider[x, y] = this[x, y];
        }
        return wider;
    }

    internal int Index(int x, int y) =>
        (uint)x < (uint)Width && (uint)y < (uint)Height
            ? (x + Margin) * ColumnStride + y + Margin
            : throw new ArgumentOutOfRangeException(nameof(x), $"The cell ({x}, {y}) is outside the {Width} x {Height} grid.");

    internal void Refresh(WorldObject changed) => _cells[changed.GridIndex] = changed.Cell.Bits;
}
