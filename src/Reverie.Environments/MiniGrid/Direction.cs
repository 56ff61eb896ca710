namespace Reverie.Environments.MiniGrid;

/// <summary>A heading on the grid; turning right adds one.</summary>
public enum Direction
{
    Right = 0,
    Down = 1,
    Left = 2,
    Up = 3,
}
