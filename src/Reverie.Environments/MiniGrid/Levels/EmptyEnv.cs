namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>An empty room with the goal in the far corner; the agent starts in the near one, or anywhere.</summary>
public sealed class EmptyEnv : MiniGridEnv
{
    private readonly Position? _start;
    private readonly Direction _startDirection;

    public EmptyEnv(int size = 8, Direction agentStartDir = Direction.Right, int? maxSteps = null) : this(new Position(1, 1), size, agentStartDir, maxSteps)
    {
    }

    /// <param name="agentStartPos">Where the agent starts; null: anywhere, facing any way.</param>
    /// <param name="size">Width and height.</param>
    /// <param name="agentStartDir">Where it looks, if its place is fixed.</param>
    /// <param name="maxSteps">The step limit; null: 4 * size * size.</param>
    public EmptyEnv(Position? agentStartPos, int size = 8, Direction agentStartDir = Direction.Right, int? maxSteps = null)
        : base(new MissionSpace("get to the green goal square"), size, size, maxSteps ?? 4 * size * size, seeThroughWalls: true) =>
        (_start, _startDirection) = (agentStartPos, agentStartDir);

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        Put(WorldObject.Goal, Width - 2, Height - 2);
        PlaceAgentAt(_start, _startDirection);
        Mission = "get to the green goal square";
    }
}
