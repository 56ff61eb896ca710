namespace Reverie.Environments.MiniGrid;

/// <summary>The third channel of a door's cell.</summary>
public enum DoorState : byte
{
    Open = 0,
    Closed = 1,
    Locked = 2,
}
