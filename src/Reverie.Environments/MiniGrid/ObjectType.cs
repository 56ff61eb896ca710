namespace Reverie.Environments.MiniGrid;

/// <summary>What a cell holds; the numbers are those of the observations' first channel.</summary>
public enum ObjectType : byte
{
    /// <summary>A cell that the agent cannot see.</summary>
    Unseen = 0,
    Empty = 1,
    Wall = 2,
    Floor = 3,
    Door = 4,
    Key = 5,
    Ball = 6,
    Box = 7,
    Goal = 8,
    Lava = 9,
    Agent = 10,
}
