namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Two strips of lava, one of which moves between the variants: what was learned in one is tested in the other.</summary>
public sealed class DistShiftEnv : MiniGridEnv
{
    private readonly Position? _start;
    private readonly Position _goal;
    private readonly Direction _startDirection;
    private readonly int _strip2Row;

    public DistShiftEnv(int strip2Row = 2, int width = 9, int height = 7, Direction agentStartDir = Direction.Right, int? maxSteps = null)
        : this(new Position(1, 1), strip2Row, width, height, agentStartDir, maxSteps)
    {
    }

    /// <param name="agentStartPos">Where the agent starts; null: anywhere.</param>
    /// <param name="strip2Row">The row of the second strip of lava.</param>
    /// <param name="width">Columns of the grid.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="agentStartDir">Where the agent looks, if its place is fixed.</param>
    /// <param name="maxSteps">The step limit; null: 4 * width * height.</param>
    public DistShiftEnv(Position? agentStartPos, int strip2Row = 2, int width = 9, int height = 7, Direction agentStartDir =
        Direction.Right, int? maxSteps = null)
        : base(new MissionSpace("get to the green goal square"), width, height, maxSteps ?? 4 * width * height, seeThroughWalls: true) =>
        (_start, _goal, _startDirection, _strip2Row) = (agentStartPos, new(width - 2, 1), agentStartDir, strip2Row);

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        Put(WorldObject.Goal, _goal.X, _goal.Y);
        Grid.HorizontalWall(3, 1, Width - 6, WorldObject.Lava);
        Grid.HorizontalWall(3, _strip2Row, Width - 6, WorldObject.Lava);
        PlaceAgentAt(_start, _startDirection);
        Mission = "get to the green goal square";
    }
}
