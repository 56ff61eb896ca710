namespace Reverie.Environments.MiniGrid;

/// <summary>A world of equal square rooms in rows and columns, to be furnished with doors and objects by the levels that derive from it.</summary>
public abstract partial class RoomGrid : MiniGridEnv
{
    private const int MaxPlacementRetries = 1000, MaxDrawsInVain = 10_000;

    private static readonly Func<MiniGridEnv, Position, bool> NextToAgent = (environment, position) => position.DistanceTo(environment.AgentPosition) < 2;

    private readonly Room[] _rooms;
    private readonly Stack<Room> _frontier = new();
    private readonly bool[] _reached;

    /// <param name="missionSpace">The sentences that may be the mission.</param>
    /// <param name="roomSize">Width and height of a room, walls included: at least 3.</param>
    /// <param name="numRows">Rows of rooms.</param>
    /// <param name="numCols">Columns of rooms.</param>
    /// <param name="maxSteps">The step limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no rooms, or they are too small.</exception>
    protected RoomGrid(MissionSpace missionSpace, int roomSize = 7, int numRows = 3, int numCols = 3, int maxSteps = 100)
        : base(missionSpace, (roomSize - 1) * numCols + 1, (roomSize - 1) * numRows + 1, maxSteps)
    {
        if (roomSize < 3)
            throw new ArgumentOutOfRangeException(nameof(roomSize), $"A room needs a size of at least 3, walls included, not {roomSize}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numCols);
        (RoomSize, NumRows, NumCols) = (roomSize, numRows, numCols);
        _rooms = new Room[numRows * numCols];
        for (int i = 0; i < _rooms.Length; i++)
            _rooms[i] = new Room(i % numCols, i / numCols, new(i % numCols * (roomSize - 1), i / numCols * (roomSize - 1)), roomSize);
        _reached = new bool[_rooms.Length];
        LinkRooms();
    }

    public int RoomSize { get; }

    public int NumRows { get; }

    public int NumCols { get; }

    /// <summary>All rooms, row by row.</summary>
    public IReadOnlyList<Room> Rooms => _rooms;

    public Room GetRoom(int column, int row) => _rooms[row * NumCols + column];

    /// <summary>The room of a cell. A shared wall counts to the room on its right or below.</summary>
    public Room RoomAt(Position position) => GetRoom(position.X / (RoomSize - 1), position.Y / (RoomSize - 1));

    /// <summary>Builds bare rooms and draws where doors may go. The agent waits in the middle room until it is placed, and nothing is put next to it.</summary>
    protected override void GenerateGrid()
    {
        Grid.Clear();
        foreach (var room in _rooms)
        {
            room.Clear();
            Grid.WallRectangle(room.Top.X, room.Top.Y, RoomSize, RoomSize);
        }
        foreach (var room in _rooms)
            DrawDoorPositions(room);
        AgentPosition = new(NumCols / 2 * (RoomSize - 1) + RoomSize / 2, NumRows / 2 * (RoomSize - 1) + RoomSize / 2);
        AgentDirection = Direction.Right;
    }

    /// <summary>Puts an object on a random free cell of a room, not next to the agent.</summary>
    /// <exception cref="LevelGenerationException">There is no such cell.</exception>
    protected Position PlaceInRoom(int column, int row, WorldObject item)
    {
        var room = GetRoom(column, row);
        var position = PlaceObject(item, room.Top, RoomSize, RoomSize, MaxPlacementRetries, NextToAgent);
        room.Objects.Add(item);
        return position;
    }

    /// <summary>Puts a new object into a room; what is not given is drawn: first the type, then the colour, then the place.</summary>
    /// <inheritdoc cref="PlaceInRoom"/>
    protected WorldObject AddObject(int column, int row, ObjectType? type = null, ObjectColor? color = null)
    {
        var chosen = type ?? RandomElement(Portables);
        var item = NewObject(chosen, color ?? RandomColor());
        PlaceInRoom(column, row, item);
        return item;
    }

    /// <summary>Puts the agent into a random or given room, where it does not face an object.</summary>
    /// <exception cref="LevelGenerationException">There is no room for it.</exception>
    protected Position PlaceAgentInRoom(int? column = null, int? row = null, bool randomDirection = true)
    {
        int i = column ?? RandomInt(0, NumCols);
        int j = row ?? RandomInt(0, NumRows);
        var room = GetRoom(i, j);
        for (int tries = 0; tries < MaxDrawsInVain; tries++)
        {
            PlaceAgent(room.Top, RoomSize, RoomSize, randomDirection, MaxPlacementRetries);
            if (Grid.CellAt(FrontPosition).Type is ObjectType.Empty or ObjectType.Wall)
                return AgentPosition;
        }
        throw new LevelGenerationException($"{GetType().Name} has no place for the agent where it does not face an object: use larger rooms, or fewer objects.",
            "the agent faces an object everywhere");
    }

    /// <summary>Adds objects that only distract: drawn are the colour, the type, the room where none is given, and the place.</summary>
    /// <param name="column">The room's column; null: any.</param>
    /// <param name="row">The room's row; null: any.</param>
    /// <param name="count">How many.</param>
    /// <param name="allUnique">Whether no two objects of the level may be alike.</param>
    /// <exception cref="LevelGenerationException">There is no room for them.</exception>
    protected List<WorldObject> AddDistractors(int? column = null, int? row = null, int count = 10, bool allUnique = true)
    {
        var distractors = new List<WorldObject>(count);
        for (int inVain = 0; distractors.Count < count;)
        {
            var color = RandomColor();
            var type = RandomElement(Portables);
            if (allUnique && HasObject(type, color))
            {
                if (++inVain == MaxDrawsInVain)
                {
                    throw new LevelGenerationException(
                        $"{GetType().Name} cannot have {count} more objects of which no two are alike.", "no more unique objects");
                }

                continue;
            }
            int i = column ?? RandomInt(0, NumCols);
            int j = row ?? RandomInt(0, NumRows);
            distractors.Add(AddObject(i, j, type, color));
        }
        return distractors;
    }

    /// <summary>The types of things that can be carried, in the order in which chance picks them.</summary>
    protected static ReadOnlySpan<ObjectType> Portables => [ObjectType.Key, ObjectType.Ball, ObjectType.Box];

    private bool HasObject(ObjectType type, ObjectColor color)
    {
        foreach (var room in _rooms)
        {
            foreach (var item in room.Objects)
            {
                if (item.Type == type && item.Color == color)
                    return true;
            }
        }
        return false;
    }
}
