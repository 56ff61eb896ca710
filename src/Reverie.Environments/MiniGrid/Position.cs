using System.ComponentModel;

namespace Reverie.Environments.MiniGrid;

/// <summary>A cell of a grid, or a step between two: x grows to the right, y downwards.</summary>
[TypeConverter(typeof(PositionConverter))]
[Description("a cell [x, y]")]
public readonly record struct Position(int X, int Y)
{
    /// <summary>Not on the grid: in somebody's hand, in a box, or not placed yet.</summary>
    public static Position Nowhere => new(-1, -1);

    /// <summary>One step in a direction.</summary>
    public static Position Towards(Direction direction) => direction switch
    {
        Direction.Right => new(1, 0),
        Direction.Down => new(0, 1),
        Direction.Left => new(-1, 0),
        _ => new(0, -1),
    };

    /// <summary>The number of steps between two cells when walls are ignored (Manhattan distance).</summary>
    public int DistanceTo(Position other) => Math.Abs(X - other.X) + Math.Abs(Y - other.Y);

    public static Position operator +(Position a, Position b) => new(a.X + b.X, a.Y + b.Y);

    public static Position operator -(Position a, Position b) => new(a.X - b.X, a.Y - b.Y);

    public override string ToString() => $"({X}, {Y})";
}
