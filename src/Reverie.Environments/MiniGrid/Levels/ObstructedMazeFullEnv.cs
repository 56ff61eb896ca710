namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Nine rooms: an open door leads from the middle to each side room in use, locked ones from there to the corners; the ball is in a corner.</summary>
public sealed class ObstructedMazeFullEnv : ObstructedMazeEnv
{
    private static readonly Position[] SideRooms = [new(2, 1), new(1, 2), new(0, 1), new(1, 0)];
    private static readonly Position[] Corners = [new(2, 0), new(2, 2), new(0, 2), new(0, 0)];

    private readonly Position _agentRoom;
    private readonly bool _keyInBox, _blocked, _keysLast;
    private readonly int _numQuarters;

    public ObstructedMazeFullEnv(
        bool keyInBox = true, bool blocked = true, int numQuarters = 4, int numRoomsVisited = 25, int? maxSteps = null, bool keysLast = false)
        : this(new Position(1, 1), keyInBox, blocked, numQuarters, numRoomsVisited, maxSteps, keysLast)
    {
    }

    /// <param name="agentRoom">Column and row of the room that the agent starts in.</param>
    /// <param name="keyInBox">Whether keys are in boxes.</param>
    /// <param name="blocked">Whether balls stand before the locked doors.</param>
    /// <param name="numQuarters">How many side rooms and corners are in use: 1 to 4.</param>
    /// <param name="numRoomsVisited">How many rooms a solution visits, for the step limit.</param>
    /// <param name="maxSteps">The step limit, or null.</param>
    /// <param name="keysLast">Whether a side room's keys are placed after both of its balls, so that none can be overwritten (version 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not 1 to 4 quarters.</exception>
    public ObstructedMazeFullEnv(
        Position agentRoom, bool keyInBox = true, bool blocked = true, int numQuarters = 4, int numRoomsVisited = 25,
        int? maxSteps = null, bool keysLast = false)
        : base(numRows: 3, numCols: 3, numRoomsVisited, maxSteps)
    {
        if (numQuarters is < 1 or > 4)
            throw new ArgumentOutOfRangeException(nameof(numQuarters), $"A maze has 1 to 4 quarters, not {numQuarters}.");
        (_agentRoom, _keyInBox, _blocked, _numQuarters, _keysLast) = (agentRoom, keyInBox, blocked, numQuarters, keysLast);
    }

    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        for (int quarter = 0; quarter < _numQuarters; quarter++)
        {
            AddDoor(1, 1, (Direction)quarter, DoorColors[quarter], locked: false);
            var room = SideRooms[quarter];
            int left = (quarter + 3) % 4, right = (quarter + 1) % 4;
            // The door to the left takes the colour before the quarter's own, which of the first quarter is the last of all six.
            ObjectColor leftColor = DoorColors[(quarter + DoorColors.Length - 1) % DoorColors.Length], rightColor = DoorColors[quarter + 1];
            AddLockedDoor(room.X, room.Y, (Direction)left, leftColor, _blocked);
            if (!_keysLast)
                AddKey(room.X, room.Y, leftColor, _keyInBox);
            AddLockedDoor(room.X, room.Y, (Direction)right, rightColor, _blocked);
            if (_keysLast)
                AddKey(room.X, room.Y, leftColor, _keyInBox);
            AddKey(room.X, room.Y, rightColor, _keyInBox);
        }
        var corner = RandomElement<Position>(Corners.AsSpan(0, _numQuarters));
        AddTarget(corner.X, corner.Y);
        PlaceAgentInRoom(_agentRoom.X, _agentRoom.Y);
    }
}
