namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Look at an object in the first room, walk down a hallway, and at its end turn to the object that is alike.</summary>
public sealed class MemoryEnv : MiniGridEnv
{
    private const string Task = "go to the matching object at the end of the hallway";

    private readonly bool _randomLength;
    private Position _success, _failure;

    /// <param name="size">Width and height: odd.</param>
    /// <param name="randomLength">Whether the hallway's length is drawn.</param>
    /// <param name="maxSteps">The step limit; null: 5 * size * size.</param>
    /// <exception cref="ArgumentException">The size is even.</exception>
    public MemoryEnv(int size = 7, bool randomLength = false, int? maxSteps = null)
        : base(new MissionSpace(Task), size, size, maxSteps ?? 5 * size * size)
    {
        if (size % 2 == 0 || size < 7)
            throw new ArgumentException($"The size of a memory level must be an odd number from 7, not {size}.", nameof(size));
        _randomLength = randomLength;
    }

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        int middle = Height / 2;
        int end = _randomLength ? RandomInt(4, Width - 2) : Width - 3;
        BuildRooms(middle, end);

        (AgentPosition, AgentDirection) = (new(RandomInt(1, end + 1), middle), Direction.Right);
        var shown = RandomElement<ObjectType>([ObjectType.Key, ObjectType.Ball]);
        Grid[1, middle - 1] = NewObject(shown, ObjectColor.Green);
        var upper = RandomElement<ObjectType>([ObjectType.Ball, ObjectType.Key]);
        var lower = upper == ObjectType.Ball ? ObjectType.Key : ObjectType.Ball;
        Grid[end + 1, middle - 2] = NewObject(upper, ObjectColor.Green);
        Grid[end + 1, middle + 2] = NewObject(lower, ObjectColor.Green);

        Position above = new(end + 1, middle - 1), below = new(end + 1, middle + 1);
        (_success, _failure) = shown == upper ? (above, below) : (below, above);
        Mission = Task;
    }

    protected override StepOutcome Act(GridAction action)
    {
        // Things here are to be looked at, not taken along.
        var outcome = base.Act(action == GridAction.Pickup ? GridAction.Toggle : action);
        return AgentPosition == _success ? Success() : AgentPosition == _failure ? StepOutcome.Failure : outcome;
    }

    /// <summary>A room of three rows at the left, the hallway, and a passage across its end.</summary>
    private void BuildRooms(int middle, int end)
    {
        Grid.HorizontalWall(1, middle - 2, 4);
        Grid.HorizontalWall(1, middle + 2, 4);
        Grid.HorizontalWall(4, middle - 1, end - 4);
        Grid.HorizontalWall(4, middle + 1, end - 4);
        Grid[4, middle - 1] = Grid[4, middle + 1] = WorldObject.Wall();
        Grid.VerticalWall(end, 0);
        Grid[end, middle] = null;
        Grid.VerticalWall(end + 2, 0);
    }
}
