namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>A chain of rooms of random sizes, each behind a door of another colour; the goal is in the last.</summary>
public sealed class MultiRoomEnv : MiniGridEnv
{
    private const string Task = "traverse the rooms to get to the goal";
    private const int SideLength = 25, MinRoomSize = 4, ExitTries = 8, MaxChains = 20_000;

    private readonly int _minNumRooms, _maxNumRooms, _maxRoomSize;

    /// <param name="minNumRooms">The fewest rooms.</param>
    /// <param name="maxNumRooms">The most rooms.</param>
    /// <param name="maxRoomSize">The largest width or height of a room, at least 4.</param>
    /// <param name="maxSteps">The step limit; null: 20 per room.</param>
    /// <exception cref="ArgumentException">There can be no such level.</exception>
    public MultiRoomEnv(int minNumRooms, int maxNumRooms, int maxRoomSize = 10, int? maxSteps = null)
        : base(new MissionSpace(Task), SideLength, SideLength, maxSteps ?? Math.Max(1, 20 * maxNumRooms))
    {
        if (minNumRooms < 1 || maxNumRooms < minNumRooms || maxRoomSize < MinRoomSize)
        {
            throw new ArgumentException(
                $"Rooms must be 1 to any number, of size 4 or more; {minNumRooms} to {maxNumRooms} rooms of size {maxRoomSize} cannot be built.",
                nameof(minNumRooms));
        }
        (_minNumRooms, _maxNumRooms, _maxRoomSize) = (minNumRooms, maxNumRooms, maxRoomSize);
    }

    protected override void GenerateGrid()
    {
        var rooms = DrawRooms();
        Grid.Clear();
        ObjectColor? previous = null;
        foreach (var room in rooms)
        {
            Grid.WallRectangle(room.Top.X, room.Top.Y, room.Width, room.Height);
            if (ReferenceEquals(room, rooms[0]))
                continue;
            var color = RandomColorExcept(previous);
            Grid[room.Entry] = NewDoor(color);
            previous = color;
        }
        PlaceAgent(rooms[0].Top, rooms[0].Width, rooms[0].Height);
        PlaceObject(WorldObject.Goal, rooms[^1].Top, rooms[^1].Width, rooms[^1].Height);
        Mission = Task;
    }

    /// <summary>Grows chains until one is long enough.</summary>
    /// <exception cref="LevelGenerationException">None is.</exception>
    private List<ChainRoom> DrawRooms()
    {
        int count = RandomInt(_minNumRooms, _maxNumRooms + 1);
        List<ChainRoom> longest = [];
        for (int tries = 0; longest.Count < count; tries++)
        {
            if (tries == MaxChains)
            {
                throw new LevelGenerationException(
                    $"None of {MaxChains} chains of {count} rooms fits on {Width} x {Height} cells, the longest has {longest.Count}: "
                    + "ask for fewer or smaller rooms.",
                    "no chain of rooms");
            }

            var chain = new List<ChainRoom>();
            Position entry = new(RandomInt(0, Width - 2), RandomInt(0, Height - 2));
            Grow(chain, count, Direction.Left, entry);
            if (chain.Count > longest.Count)
                longest = chain;
        }
        return longest;
    }

    /// <summary>Adds a room whose entry is on the given wall, and after it as many others as will fit.</summary>
    /// <returns>Whether the room itself fits.</returns>
    private bool Grow(List<ChainRoom> chain, int roomsLeft, Direction entryWall, Position entry)
    {
        int width = RandomInt(MinRoomSize, _maxRoomSize + 1), height = RandomInt(MinRoomSize, _maxRoomSize + 1);
        var top = chain.Count == 0 ? entry : entryWall switch
        {
            Direction.Right => new(entry.X - width + 1, RandomInt(entry.Y - height + 2, entry.Y)),
            Direction.Down => new(RandomInt(entry.X - width + 2, entry.X), entry.Y - height + 1),
            Direction.Left => new(entry.X, RandomInt(entry.Y - height + 2, entry.Y)),
            _ => new(RandomInt(entry.X - width + 2, entry.X), entry.Y),
        };
        var room = new ChainRoom(top, width, height, entry);
        if (!Fits(room, chain))
            return false;
        chain.Add(room);
        for (int attempt = 0; roomsLeft > 1 && attempt < ExitTries; attempt++)
        {
            // The three walls other than the entry's, in ascending order.
            int wall = RandomInt(0, 3);
            var exitWall = (Direction)(wall < (int)entryWall ? wall : wall + 1);
            Position exit = exitWall switch
            {
                Direction.Right => new(top.X + width - 1, top.Y + RandomInt(1, height - 1)),
                Direction.Down => new(top.X + RandomInt(1, width - 1), top.Y + height - 1),
                Direction.Left => new(top.X, top.Y + RandomInt(1, height - 1)),
                _ => new(top.X + RandomInt(1, width - 1), top.Y),
            };
            if (Grow(chain, roomsLeft - 1, (Direction)(((int)exitWall + 2) & 3), exit))
                break;
        }
        return true;
    }

    /// <summary>Whether a room lies on the grid and apart from all but the last one. The bounds are lopsided, as in the original.</summary>
    private bool Fits(ChainRoom room, List<ChainRoom> chain)
    {
        if (room.Top.X < 0 || room.Top.Y < 0 || room.Top.X + room.Width > Width || room.Top.Y + room.Height >= Height)
            return false;
        for (int i = 0; i < chain.Count - 1; i++)
        {
            var other = chain[i];
            bool apart = room.Top.X + room.Width < other.Top.X || other.Top.X + other.Width <= room.Top.X
                || room.Top.Y + room.Height < other.Top.Y || other.Top.Y + other.Height <= room.Top.Y;
            if (!apart)
                return false;
        }
        return true;
    }

    private ObjectColor RandomColorExcept(ObjectColor? excluded)
    {
        int skip = excluded is { } color ? Colors.IndexOf(color) : Colors.Length;
        int pick = RandomInt(0, excluded is null ? Colors.Length : Colors.Length - 1);
        return Colors[pick < skip ? pick : pick + 1];
    }

    private sealed record ChainRoom(Position Top, int Width, int Height, Position Entry);
}
