namespace Reverie.Environments.MiniGrid.Expert;

/// <summary>What stays in a level, and its laws: enough to think through what the agent could do.</summary>
internal sealed class GridSketch : IEquatable<GridSketch>
{
    internal const int MostStates = 200_000;

    private const int MostDoors = 8, MostThings = 6, ThingBits = 10, InHand = (1 << ThingBits) - 1;
    private const string PickUp = "pick up the ", OpenDoor = "open the door";

    private readonly int _width;
    private readonly byte[] _ground; // 0 free, 1 blocked, 2 goal
    private readonly (int Cell, ObjectColor Color)[] _doors;
    private readonly (ObjectType Type, ObjectColor Color)[] _things;
    private readonly int _target; // the thing to pick up; -1: the goal; -2: a door

    private GridSketch(int width, byte[] ground, (int, ObjectColor)[] doors, (ObjectType, ObjectColor)[] things, int target) =>
        (_width, _ground, _doors, _things, _target) = (width, ground, doors, things, target);

    internal static GridAction[] Actions { get; } =
        [GridAction.Left, GridAction.Right, GridAction.Forward, GridAction.Pickup, GridAction.Drop, GridAction.Toggle];

    /// <summary>Null where the level is too large or its mission of another kind.</summary>
    internal static GridSketch? Of(MiniGridEnv level)
    {
        var grid = level.Grid;
        if (grid.Width * grid.Height >= InHand)
            return null;
        byte[] ground = new byte[grid.Width * grid.Height];
        bool hasGoal = false;
        for (int cell = 0; cell < ground.Length; cell++)
        {
            var type = grid[cell % grid.Width, cell / grid.Width]?.Type;
            ground[cell] = type switch { ObjectType.Wall or ObjectType.Lava => 1, ObjectType.Goal => 2, _ => 0 };
            hasGoal |= ground[cell] == 2;
        }
        var doors = Cells(level).Where(found => found.Object.Type == ObjectType.Door).Select(found => (found.Cell, found.Object.Color)).ToArray();
        var things = Things(level).Select(found => (found.Object.Type, found.Object.Color)).ToArray();
        if (doors.Length > MostDoors || things.Length > MostThings || TargetOf(level.Mission, things, hasGoal) is not { } target)
            return null;
        return new GridSketch(grid.Width, ground, doors, things, target);
    }

    /// <summary>Where everything is now.</summary>
    internal GridState Now(MiniGridEnv level)
    {
        int doors = 0;
        foreach (var (i, (cell, _)) in _doors.Index())
            doors |= (int)level.Grid.CellAt(PositionOf(cell)).State << (2 * i);
        ulong things = 0;
        foreach (var (i, (_, cell)) in Things(level).Index())
            things |= (ulong)cell << (ThingBits * i);
        var at = level.AgentPosition;
        return new((at.Y * _width) + at.X, (int)level.AgentDirection, doors, things);
    }

    /// <summary>What an action leads to, and whether it succeeds.</summary>
    internal (GridState Next, bool Succeeds) Step(GridState state, GridAction action)
    {
        int front = state.Cell + (state.Direction switch { 0 => 1, 1 => _width, 2 => -1, _ => -_width });
        return action switch
        {
            GridAction.Left => (state with { Direction = (state.Direction + 3) & 3 }, false),
            GridAction.Right => (state with { Direction = (state.Direction + 1) & 3 }, false),
            GridAction.Forward => Forward(state, front),
            GridAction.Pickup => Pickup(state, front),
            GridAction.Drop => (Drop(state, front), false),
            _ => Toggle(state, front),
        };
    }

    public bool Equals(GridSketch? other) => other is not null && _width == other._width && _target == other._target
        && _ground.AsSpan().SequenceEqual(other._ground) && _doors.AsSpan().SequenceEqual(other._doors) && _things.AsSpan().SequenceEqual(other._things);

    public override bool Equals(object? obj) => Equals(obj as GridSketch);

    public override int GetHashCode() => HashCode.Combine(_width, _target, _ground.Length, _doors.Length, _things.Length);

    private static int? TargetOf(string mission, (ObjectType Type, ObjectColor Color)[] things, bool hasGoal)
    {
        if (mission.StartsWith(PickUp, StringComparison.Ordinal))
            return Array.FindIndex(things, thing => mission == $"{PickUp}{thing.Color.Name()} {thing.Type.Name()}") is >= 0 and var index ? index : null;
        return mission == OpenDoor ? -2 : hasGoal ? -1 : null;
    }

    private static IEnumerable<(WorldObject Object, int Cell)> Cells(MiniGridEnv level)
    {
        var grid = level.Grid;
        for (int cell = 0; cell < grid.Width * grid.Height; cell++)
        {
            if (grid[cell % grid.Width, cell / grid.Width] is { } found)
                yield return (found, cell);
        }
    }

    /// <summary>What can be carried, in an order that does not change when something is moved.</summary>
    private static IEnumerable<(WorldObject Object, int Cell)> Things(MiniGridEnv level)
    {
        var lying = Cells(level).Where(found => found.Object.CanPickup);
        var all = level.Carrying is { } held ? lying.Append((Object: held, Cell: InHand)) : lying;
        return all.OrderBy(found => found.Object.Type).ThenBy(found => found.Object.Color)
            .ThenBy(found => found.Object.InitialPosition.Y).ThenBy(found => found.Object.InitialPosition.X);
    }

    private Position PositionOf(int cell) => new(cell % _width, cell / _width);

    private (GridState, bool) Forward(GridState state, int front)
    {
        int door = DoorAt(front);
        bool isFree = _ground[front] != 1 && ThingAt(state.Things, front) < 0 && (door < 0 || StateOf(state, door) == DoorState.Open);
        return (isFree ? state with { Cell = front } : state, isFree && _target == -1 && _ground[front] == 2);
    }

    private (GridState, bool) Pickup(GridState state, int front)
    {
        int thing = ThingAt(state.Things, front);
        return thing < 0 || ThingAt(state.Things, InHand) >= 0
            ? (state, false)
            : (state with { Things = Put(state.Things, thing, InHand) }, thing == _target);
    }

    private GridState Drop(GridState state, int front)
    {
        int held = ThingAt(state.Things, InHand);
        bool isFree = _ground[front] == 0 && DoorAt(front) < 0 && ThingAt(state.Things, front) < 0;
        return held >= 0 && isFree ? state with { Things = Put(state.Things, held, front) } : state;
    }

    private (GridState, bool) Toggle(GridState state, int front)
    {
        int door = DoorAt(front);
        if (door < 0)
            return (state, false); // Boxes are left alone: to open one destroys it.
        var before = StateOf(state, door);
        if (before == DoorState.Locked && !HoldsKey(state, _doors[door].Color))
            return (state, false);
        var after = before == DoorState.Open ? DoorState.Closed : DoorState.Open;
        return (state with { Doors = (state.Doors & ~(3 << (2 * door))) | ((int)after << (2 * door)) }, _target == -2 && after == DoorState.Open);
    }

    private bool HoldsKey(GridState state, ObjectColor color) =>
        ThingAt(state.Things, InHand) is >= 0 and var held && _things[held].Type == ObjectType.Key && _things[held].Color == color;

    private static DoorState StateOf(GridState state, int door) => (DoorState)((state.Doors >> (2 * door)) & 3);

    private int DoorAt(int cell) => Array.FindIndex(_doors, door => door.Cell == cell);

    private int ThingAt(ulong things, int cell)
    {
        for (int i = 0; i < _things.Length; i++)
        {
            if ((int)(things >> (ThingBits * i) & InHand) == cell)
                return i;
        }
        return -1;
    }

    private static ulong Put(ulong things, int thing, int cell) =>
        (things & ~((ulong)InHand << (ThingBits * thing))) | ((ulong)cell << (ThingBits * thing));
}
