namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Base of the mazes whose doors are locked, whose keys may be hidden in boxes, and whose doorways balls may block; find the blue ball.</summary>
public abstract class ObstructedMazeEnv : RoomGrid
{
    private const int SideLength = 6;
    private const ObjectColor TargetColor = ObjectColor.Blue, BlockerColor = ObjectColor.Green, BoxColor = ObjectColor.Grey;

    private WorldObject? _target;

    /// <param name="numRows">Rows of rooms.</param>
    /// <param name="numCols">Columns of rooms.</param>
    /// <param name="numRoomsVisited">How many rooms a solution visits; the default step limit is 4 * 36 for each.</param>
    /// <param name="maxSteps">The step limit, or null.</param>
    protected ObstructedMazeEnv(int numRows, int numCols, int numRoomsVisited, int? maxSteps)
        : base(new MissionSpace("pick up the {0} ball", Names.AllColors), SideLength, numRows, numCols, maxSteps
            ?? 4 * numRoomsVisited * SideLength * SideLength)
    {
    }

    /// <summary>All colours, shuffled, for the doors of this episode.</summary>
    protected ObjectColor[] DoorColors { get; } = [.. Colors];

    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        Colors.CopyTo(DoorColors);
        RandomSubset(DoorColors.AsSpan(), DoorColors.Length);
        Mission = $"pick up the {TargetColor.Name()} ball";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        return action == GridAction.Pickup && Carrying is not null && Carrying == _target ? Success() : outcome;
    }

    /// <summary>Puts the ball that is to be found into a room.</summary>
    protected void AddTarget(int column, int row) => _target = AddObject(column, row, ObjectType.Ball, TargetColor);

    /// <summary>Adds a locked door, with a ball in front of it if it is blocked. The ball replaces whatever is there.</summary>
    protected void AddLockedDoor(int column, int row, Direction side, ObjectColor color, bool blocked)
    {
        var door = AddDoor(column, row, side, color, locked: true);
        if (blocked)
            Grid[door.CurrentPosition - Position.Towards(side)] = NewBall(BlockerColor);
    }

    /// <summary>Adds a key to a room, in a box if it is hidden.</summary>
    protected void AddKey(int column, int row, ObjectColor color, bool keyInBox)
    {
        var key = NewKey(color);
        PlaceInRoom(column, row, keyInBox ? NewBox(BoxColor, contains: key) : key);
    }
}
