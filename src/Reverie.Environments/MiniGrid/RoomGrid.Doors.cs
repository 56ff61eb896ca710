namespace Reverie.Environments.MiniGrid;

/// <content>Doors between rooms.</content>
public abstract partial class RoomGrid
{
    private const int MaxConnectRounds = 5000;

    /// <summary>Adds a door to a room; what is not given is drawn: the side (one with a neighbour and no door), the colour, whether it is locked.</summary>
    /// <returns>The door; its position is <see cref="WorldObject.CurrentPosition"/>.</returns>
    /// <exception cref="ArgumentException">There is no neighbour on that side, or a door already.</exception>
    protected WorldObject AddDoor(int column, int row, Direction? side = null, ObjectColor? color = null, bool? locked = null)
    {
        var room = GetRoom(column, row);
        var chosen = side ?? RandomFreeSide(room);
        if (room.Neighbors[(int)chosen] is not { } neighbor || room.IsConnected(chosen))
        {
            throw new ArgumentException(
                $"Room ({column}, {row}) cannot have a door on its {chosen} side: there is no neighbour, or a door already.", nameof(side));
        }

        var paint = color ?? RandomColor();
        room.Locked = locked ?? RandomBool();
        var door = NewDoor(paint, isLocked: room.Locked);
        var position = room.DoorPositions[(int)chosen];
        Grid[position] = door;
        door.CurrentPosition = position;
        room.Doors[(int)chosen] = door;
        neighbor.Doors[(int)Opposite(chosen)] = door;
        return door;
    }

    /// <summary>Removes the wall between a room and its neighbour.</summary>
    /// <exception cref="ArgumentException">There is no neighbour on that side, or a door.</exception>
    protected void RemoveWall(int column, int row, Direction side)
    {
        var room = GetRoom(column, row);
        if (room.Neighbors[(int)side] is not { } neighbor || room.IsConnected(side))
            throw new ArgumentException($"Room ({column}, {row}) has no wall to remove on its {side} side.", nameof(side));
        int last = RoomSize - 1;
        for (int i = 1; i < last; i++)
        {
            Grid[room.Top + side switch
            {
                Direction.Right => new Position(last, i),
                Direction.Down => new Position(i, last),
                Direction.Left => new Position(0, i),
                _ => new Position(i, 0),
            }] = null;
        }
        room.Open(side);
        neighbor.Open(Opposite(side));
    }

    /// <summary>Adds unlocked doors at random until every room can be reached from the agent's.</summary>
    /// <param name="colors">The colours to choose from; empty: all.</param>
    /// <returns>The added doors.</returns>
    /// <exception cref="LevelGenerationException">Chance did not find a way.</exception>
    protected List<WorldObject> ConnectAll(ReadOnlySpan<ObjectColor> colors = default)
    {
        if (colors.IsEmpty)
            colors = Colors;
        var start = RoomAt(AgentPosition);
        var added = new List<WorldObject>();
        for (int round = 0; ; round++)
        {
            if (round > MaxConnectRounds)
                throw new LevelGenerationException($"{MaxConnectRounds} random doors did not connect all rooms.", "connect_all failed");
            if (CountReachable(start) == _rooms.Length)
                return added;
            int column = RandomInt(0, NumCols), row = RandomInt(0, NumRows);
            var side = (Direction)RandomInt(0, 4);
            var room = GetRoom(column, row);
            if (room.Neighbors[(int)side] is not { } neighbor || room.IsConnected(side) || room.Locked || neighbor.Locked)
                continue;
            added.Add(AddDoor(column, row, side, RandomElement(colors), locked: false));
        }
    }

    private static Direction Opposite(Direction side) => (Direction)(((int)side + 2) & 3);

    /// <exception cref="LevelGenerationException">The room has no free side.</exception>
    private Direction RandomFreeSide(Room room)
    {
        for (int inVain = 0; inVain < MaxDrawsInVain; inVain++)
        {
            var side = (Direction)RandomInt(0, 4);
            if (room.Neighbors[(int)side] is not null && !room.IsConnected(side))
                return side;
        }
        throw new LevelGenerationException($"Room ({room.Column}, {room.Row}) of {GetType().Name} has no side left for a door.", "no free side");
    }

    private int CountReachable(Room start)
    {
        Array.Clear(_reached);
        int count = 0;
        _frontier.Push(start);
        while (_frontier.TryPop(out var room))
        {
            ref bool reached = ref _reached[room.Row * NumCols + room.Column];
            if (reached)
                continue;
            reached = true;
            count++;
            for (int side = 0; side < 4; side++)
            {
                if (room.IsConnected((Direction)side))
                    _frontier.Push(room.Neighbors[side]!);
            }
        }
        return count;
    }

    private void LinkRooms()
    {
        foreach (var room in _rooms)
        {
            if (room.Column < NumCols - 1)
                Link(room, Direction.Right, GetRoom(room.Column + 1, room.Row));
            if (room.Row < NumRows - 1)
                Link(room, Direction.Down, GetRoom(room.Column, room.Row + 1));
        }

        static void Link(Room room, Direction side, Room neighbor)
        {
            room.Neighbors[(int)side] = neighbor;
            neighbor.Neighbors[(int)Opposite(side)] = room;
        }
    }

    /// <summary>Draws the places of the right and the lower door, which are also those of the neighbours' left and upper ones.</summary>
    private void DrawDoorPositions(Room room)
    {
        var top = room.Top;
        int last = RoomSize - 1;
        if (room.Neighbors[(int)Direction.Right] is { } right)
        {
            Position door = new(top.X + last, RandomInt(top.Y + 1, top.Y + last));
            room.DoorPositions[(int)Direction.Right] = right.DoorPositions[(int)Direction.Left] = door;
        }
        if (room.Neighbors[(int)Direction.Down] is { } below)
        {
            Position door = new(RandomInt(top.X + 1, top.X + last), top.Y + last);
            room.DoorPositions[(int)Direction.Down] = below.DoorPositions[(int)Direction.Up] = door;
        }
    }
}
