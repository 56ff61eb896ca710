namespace Reverie.Environments.MiniGrid;

/// <summary>The seven actions of a grid agent.</summary>
public enum GridAction
{
    /// <summary>Turn left.</summary>
    Left = 0,

    /// <summary>Turn right.</summary>
    Right = 1,
    Forward = 2,
    Pickup = 3,
    Drop = 4,

    /// <summary>Open or close a door, unlock it with the carried key, or open a box.</summary>
    Toggle = 5,

    /// <summary>Declare the task done.</summary>
    Done = 6,
}
