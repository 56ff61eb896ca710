namespace Reverie.Environments.MiniGrid;

/// <summary>One room of a <see cref="RoomGrid"/>. Sides are numbered like directions: right, down, left, up.</summary>
public sealed class Room
{
    private readonly bool[] _openings = new bool[4];

    internal Room(int column, int row, Position top, int size) => (Column, Row, Top, Size) = (column, row, top, size);

    /// <summary>The room's column among the rooms.</summary>
    public int Column { get; }

    /// <summary>The room's row among the rooms.</summary>
    public int Row { get; }

    /// <summary>The upper left corner, on the wall.</summary>
    public Position Top { get; }

    /// <summary>Width and height, walls included; neighbours share a wall.</summary>
    public int Size { get; }

    /// <summary>The room on each side, or null at the edge.</summary>
    public Room?[] Neighbors { get; } = new Room?[4];

    /// <summary>Where a door on each side goes; meaningless where there is no neighbour.</summary>
    public Position[] DoorPositions { get; } = new Position[4];

    /// <summary>The door on each side; null where there is none, be it a wall or an opening.</summary>
    public WorldObject?[] Doors { get; } = new WorldObject?[4];

    /// <summary>What was placed in the room at the start of the episode.</summary>
    public List<WorldObject> Objects { get; } = [];

    /// <summary>Whether the door that was added last is locked.</summary>
    public bool Locked { get; set; }

    /// <summary>Whether one can get through on a side: by a door of any state, or because the wall was removed.</summary>
    public bool IsConnected(Direction side) => Doors[(int)side] is not null || _openings[(int)side];

    /// <summary>Whether the cell is in the room, on its walls or in its doors.</summary>
    public bool Contains(Position position) =>
        position.X >= Top.X && position.X < Top.X + Size && position.Y >= Top.Y && position.Y < Top.Y + Size;

    internal void Open(Direction side) => _openings[(int)side] = true;

    internal void Clear()
    {
        Array.Clear(Doors);
        Array.Clear(_openings);
        Objects.Clear();
        Locked = false;
    }
}
