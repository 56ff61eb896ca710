using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>A grid observation with a hint where the goal is.</summary>
public sealed class DirectedObservation : IDictObservation
{
    private static readonly string[] Names = ["image", "direction", "mission", "goal_direction"];

    internal DirectedObservation(GridObservation<byte> grid) => Grid = grid;

    /// <summary>The observation itself.</summary>
    public GridObservation<byte> Grid { get; internal set; }

    /// <summary>The slope, or its angle, towards the goal; infinite or NaN where there is none.</summary>
    public double GoalDirection { get; internal set; }

    public IReadOnlyList<string> Keys => Names;

    public object this[string key] => key == "goal_direction" ? GoalDirection : Grid[key];

    public int Integer(string key) => Grid.Integer(key);

    public double Number(string key) => key == "goal_direction" ? GoalDirection : (double)this[key];
}
