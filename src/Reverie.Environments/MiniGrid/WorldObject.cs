namespace Reverie.Environments.MiniGrid;

/// <summary>
/// A thing in a grid world. Walls, floors, lava and goals are shared fixtures that never change; doors, keys, balls and boxes are
/// individuals, which know where they are and may change, and the grid that holds them follows.
/// </summary>
/// <remarks>
/// Individuals come from the environment (<see cref="MiniGridEnv.NewDoor"/> and its sisters) and go back to it at the next reset: do not
/// keep one beyond its episode.
/// </remarks>
public sealed class WorldObject
{
    private static readonly WorldObject[] Fixtures = MakeFixtures();

    private bool _isOpen, _isLocked;
    private ObjectColor _color;
    private Grid? _grid;

    internal WorldObject(ObjectType type, ObjectColor color)
    {
        Type = type;
        _color = color;
        Cell = new Cell(type, color);
    }

    /// <summary>The shared wall of a colour.</summary>
    public static WorldObject Wall(ObjectColor color = ObjectColor.Grey) => Fixture(0, color);

    /// <summary>The shared floor tile of a colour.</summary>
    public static WorldObject Floor(ObjectColor color = ObjectColor.Blue) => Fixture(1, color);

    /// <summary>The shared green goal.</summary>
    public static WorldObject Goal { get; } = Fixture(2, ObjectColor.Green);

    /// <summary>The shared lava.</summary>
    public static WorldObject Lava { get; } = Fixture(3, ObjectColor.Red);

    public ObjectType Type { get; private set; }

    public ObjectColor Color
    {
        get => _color;
        set
        {
            _color = value;
            Refresh();
        }
    }

    /// <summary>Of a door: whether it stands open.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set
        {
            _isOpen = value;
            Refresh();
        }
    }

    /// <summary>Of a door: whether it needs a key of its colour. An open door may still be locked in name.</summary>
    public bool IsLocked
    {
        get => _isLocked;
        set
        {
            _isLocked = value;
            Refresh();
        }
    }

    /// <summary>Of a box: what appears when it is opened.</summary>
    public WorldObject? Contains { get; set; }

    /// <summary>Where the object was first placed; it stays as the object is carried about.</summary>
    public Position InitialPosition { get; set; }

    /// <summary>Where the object is; <see cref="Position.Nowhere"/> when carried.</summary>
    public Position CurrentPosition { get; set; }

    /// <summary>What the object's cell shows.</summary>
    public Cell Cell { get; private set; }

    public bool CanOverlap => Cell.CanOverlap;

    public bool CanPickup => Cell.CanPickup;

    public bool SeeBehind => Cell.SeeBehind;

    private bool IsFixture => Type is ObjectType.Wall or ObjectType.Floor or ObjectType.Goal or ObjectType.Lava;

    /// <summary>Makes a returned object a fresh one.</summary>
    internal void Renew(ObjectType type, ObjectColor color, bool isOpen, bool isLocked, WorldObject? contains)
    {
        Type = type;
        (_color, _isOpen, _isLocked, Contains) = (color, isOpen, isLocked, contains);
        InitialPosition = CurrentPosition = Position.Nowhere;
        (_grid, GridIndex) = (null, -1);
        Cell = new Cell(type, color, State);
    }

    /// <summary>The index of the cell that shows this object, or -1.</summary>
    internal int GridIndex { get; private set; } = -1;

    internal void Enter(Grid grid, int index)
    {
        if (!IsFixture)
            (_grid, GridIndex) = (grid, index);
    }

    internal void Leave(int index)
    {
        if (GridIndex == index)
            (_grid, GridIndex) = (null, -1);
    }

    /// <summary>Remembers where the object was put for the first and for the last time.</summary>
    internal void PlaceAt(Position position)
    {
        if (!IsFixture)
            InitialPosition = CurrentPosition = position;
    }

    private byte State => Type is not ObjectType.Door ? (byte)0 : (byte)(_isOpen ? DoorState.Open : _isLocked ? DoorState.Locked : DoorState.Closed);

    private void Refresh()
    {
        if (IsFixture)
            throw new InvalidOperationException($"A {Type.Name()} is shared by all grids and cannot change: put another one in its place.");
        Cell = new Cell(Type, _color, State);
        _grid?.Refresh(this);
    }

    private static WorldObject Fixture(int kind, ObjectColor color) => Fixtures[kind * 6 + (int)color];

    private static WorldObject[] MakeFixtures()
    {
        ObjectType[] types = [ObjectType.Wall, ObjectType.Floor, ObjectType.Goal, ObjectType.Lava];
        return [.. types.SelectMany(_ => Enum.GetValues<ObjectColor>(), (type, color) => new WorldObject(type, color))];
    }

    /// <summary>For example "red ball".</summary>
    public override string ToString() => $"{Color.Name()} {Type.Name()}";
}
