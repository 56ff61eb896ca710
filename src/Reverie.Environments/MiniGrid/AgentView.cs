using System.Runtime.InteropServices;

namespace Reverie.Environments.MiniGrid;

/// <summary>
/// The square that the agent sees, turned so that it looks up: view cell (x, y) runs from left to right and from far to near, the agent
/// stands in the middle of the nearest row.
/// </summary>
public sealed class AgentView
{
    private readonly uint[] _cells;
    private readonly uint[] _visible;

    /// <param name="size">Width and height in cells.</param>
    /// <exception cref="ArgumentException">The size is even or outside 3..31.</exception>
    public AgentView(int size)
    {
        if (size is < 3 or > 31 || size % 2 == 0)
            throw new ArgumentException($"The agent's view must be an odd number of cells from 3 to 31, not {size}.", nameof(size));
        Size = size;
        _cells = new uint[size * size];
        _visible = new uint[size];
    }

    public int Size { get; }

    /// <summary>Whether the agent sees view cell (x, y).</summary>
    public bool IsVisible(int x, int y) => ((_visible[y] >> x) & 1) != 0;

    /// <summary>What view cell (x, y) holds, be it visible or not.</summary>
    public Cell this[int x, int y] => new(_cells[x * Size + y]);

    /// <summary>The world position of view cell (x, y) for an agent at <paramref name="agent"/>.</summary>
    public Position ToWorld(int x, int y, Position agent, Direction direction)
    {
        var ahead = Position.Towards(direction);
        int forward = Size - 1 - y, right = x - Size / 2;
        return new(agent.X + forward * ahead.X - right * ahead.Y, agent.Y + forward * ahead.Y + right * ahead.X);
    }

    /// <summary>Looks at the grid from an agent's place.</summary>
    /// <param name="grid">The world.</param>
    /// <param name="agent">Where the agent stands.</param>
    /// <param name="direction">Where it looks.</param>
    /// <param name="seeThroughWalls">Whether nothing hides what is behind it.</param>
    /// <param name="carried">What it holds, shown in its own cell, or <see cref="Cell.Empty"/>.</param>
    public void Look(Grid grid, Position agent, Direction direction, bool seeThroughWalls, Cell carried)
    {
        Copy(grid, agent, direction);
        if (seeThroughWalls)
            _visible.AsSpan().Fill((1u << Size) - 1);
        else
            Occlude();
        // What the agent stands on is hidden by what it holds, after sight was traced through it.
        _cells[Size / 2 * Size + Size - 1] = carried.Bits;
    }

    /// <summary>Writes type, colour and state of every visible cell, column by column, and zeros for the others: [Size, Size, 3].</summary>
    public void Encode(Span<byte> destination)
    {
        int offset = 0;
        for (int x = 0, i = 0; x < Size; x++)
        {
            for (int y = 0; y < Size; y++, i++, offset += 3)
            {
                uint cell = _cells[i] & (0u - ((_visible[y] >> x) & 1));
                // Four bytes at once; the fourth is overwritten by the next cell, which the last one does not have.
                if (offset + 4 <= destination.Length)
                    MemoryMarshal.Write(destination[offset..], cell & 0xFFFFFF);
                else
                    (destination[offset], destination[offset + 1], destination[offset + 2]) = ((byte)cell, (byte)(cell >> 8), (byte)(cell >> 16));
            }
        }
    }

    private void Copy(Grid grid, Position agent, Direction direction)
    {
        if (grid.Margin < Size - 1)
            throw new InvalidOperationException($"A view of {Size} cells needs a grid with a margin of {Size - 1}, not {grid.Margin}: call ReserveView first.");
        var source = grid.Cells;
        var ahead = Position.Towards(direction);
        int forward = ahead.X * grid.ColumnStride + ahead.Y;
        int right = ahead.X - ahead.Y * grid.ColumnStride;
        int corner = grid.Index(agent.X, agent.Y) + (Size - 1) * forward - Size / 2 * right;
        for (int x = 0, i = 0; x < Size; x++, corner += right)
        {
            for (int y = 0, from = corner; y < Size; y++, from -= forward)
                _cells[i++] = source[from];
        }
    }

    private void Occlude()
    {
        uint visible = 1u << (Size / 2);
        for (int y = Size - 1; y >= 0; y--)
        {
            uint transparent = 0;
            for (int x = 0; x < Size; x++)
                transparent |= Cell.Transparency(_cells[x * Size + y]) << x;
            (_visible[y], visible) = Visibility.Spread(visible, transparent, Size);
        }
    }
}
