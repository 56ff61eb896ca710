namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Balls wander about the room at every step; running into one, or into a wall, ends the episode with a reward of -1.</summary>
public sealed class DynamicObstaclesEnv : MiniGridEnv
{
    private const int MaxMoveRetries = 100;

    private static readonly StepOutcome Collision = new(-1, Terminated: true);

    private readonly Position? _start;
    private readonly Direction _startDirection;
    private readonly WorldObject[] _obstacles;

    public DynamicObstaclesEnv(int size = 8, Direction agentStartDir = Direction.Right, int nObstacles = 4, int? maxSteps = null)
        : this(new Position(1, 1), size, agentStartDir, nObstacles, maxSteps)
    {
    }

    /// <param name="agentStartPos">Where the agent starts; null: anywhere.</param>
    /// <param name="size">Width and height.</param>
    /// <param name="agentStartDir">Where the agent looks, if its place is fixed.</param>
    /// <param name="nObstacles">How many balls; more than size / 2 + 1 become size / 2.</param>
    /// <param name="maxSteps">The step limit; null: 4 * size * size.</param>
    public DynamicObstaclesEnv(Position? agentStartPos, int size = 8, Direction agentStartDir = Direction.Right, int nObstacles = 4, int? maxSteps = null)
        : base(new MissionSpace("get to the green goal square"), size, size, maxSteps ?? 4 * size * size, seeThroughWalls: true, actions: 3)
    {
        (_start, _startDirection) = (agentStartPos, agentStartDir);
        _obstacles = new WorldObject[Require.AtLeast(0, nObstacles) <= size / 2.0 + 1 ? nObstacles : size / 2];
    }

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        Put(WorldObject.Goal, Width - 2, Height - 2);
        PlaceAgentAt(_start, _startDirection);
        foreach (ref var obstacle in _obstacles.AsSpan())
        {
            obstacle = NewBall(ObjectColor.Blue);
            PlaceObject(obstacle, new(0, 0), Width, Height, MaxMoveRetries);
        }
        Mission = "get to the green goal square";
    }

    protected override StepOutcome Act(GridAction action)
    {
        // Only turning and walking exist here; the original takes all else for a left turn.
        if (action > GridAction.Forward)
            action = GridAction.Left;
        // The way is judged before the balls move: one that gets out of the way in the last moment does not help.
        bool blocked = Grid.CellAt(FrontPosition).Type is not (ObjectType.Empty or ObjectType.Goal);
        foreach (var obstacle in _obstacles)
            Wander(obstacle);
        var outcome = base.Act(action);
        return action == GridAction.Forward && blocked ? Collision : outcome;
    }

    /// <summary>Moves a ball to a random free cell next to it, if one is found.</summary>
    private void Wander(WorldObject obstacle)
    {
        var old = obstacle.CurrentPosition;
        if (TryPlaceObject(obstacle, old - new Position(1, 1), 3, 3, MaxMoveRetries, out _))
            Grid[old] = null;
    }
}
