namespace Reverie.Environments.Crafter;

/// <summary>A step to a neighbouring cell, or none.</summary>
public readonly record struct Direction(int X, int Y)
{
    private static readonly Direction[] All = [new(-1, 0), new(1, 0), new(0, -1), new(0, 1)];

    public static Direction Left => All[0];

    public static Direction Right => All[1];

    public static Direction Up => All[2];

    public static Direction Down => All[3];

    /// <summary>The four of them.</summary>
    public static ReadOnlySpan<Direction> Four => All;
}
