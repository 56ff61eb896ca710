using Reverie.Environments.MiniGrid.WaveFunctionCollapse;

namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Mazes, rooms and obstacle fields made by wave function collapse: get from one random place of the largest open region to another.</summary>
public sealed class WfcEnv : MiniGridEnv
{
    private const string Task = "traverse the maze to get to the goal";
    private const int MaxAttempts = 1000;

    private readonly WfcSolver _solver;
    private readonly bool _ensureConnected;
    private readonly bool[,] _walls;

    /// <param name="wfcConfig">MazeSimple, DungeonMazeScaled, RoomsFabric, ObstaclesBlackdots, ObstaclesAngular or ObstaclesHogs3.</param>
    /// <param name="size">Width and height, a border of wall included.</param>
    /// <param name="ensureConnected">Whether all but the largest open region becomes wall.</param>
    /// <param name="maxSteps">The step limit; null: 20 * size.</param>
    public WfcEnv(string wfcConfig = "MazeSimple", int size = 25, bool ensureConnected = true, int? maxSteps = null)
        : base(new MissionSpace(Task), size, size, maxSteps ?? 20 * size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 5);
        _solver = new WfcSolver(WfcPreset.Find(wfcConfig), size - 2);
        (_ensureConnected, _walls) = (ensureConnected, new bool[size - 2, size - 2]);
    }

    protected override void GenerateGrid()
    {
        for (int attempt = 0; !_solver.TrySolve(Random, _walls); attempt++)
        {
            if (attempt == MaxAttempts)
                throw new LevelGenerationException($"{MaxAttempts} attempts at a level ended in contradictions.", "wave function collapse failed");
        }
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        var open = _ensureConnected ? OpenRegions.Largest(_walls) : OpenRegions.All(_walls);
        FillWithWalls(open);

        int[] order = Random.Permutation(open.Count);
        (var start, var goal) = (open[order[0]], open[order[1]]);
        Put(WorldObject.Goal, goal.X + 1, goal.Y + 1);
        AgentPosition = new(start.X + 1, start.Y + 1);
        AgentDirection = (Direction)RandomInt(0, 4);
        Mission = Task;
    }

    private void FillWithWalls(List<Position> open)
    {
        for (int x = 1; x < Width - 1; x++)
            Grid.VerticalWall(x, 1, Height - 2);
        foreach (var cell in open)
            Grid[cell.X + 1, cell.Y + 1] = null;
    }
}
