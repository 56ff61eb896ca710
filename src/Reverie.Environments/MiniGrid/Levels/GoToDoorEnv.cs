namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>A room of random size with four doors of different colours: go to the one named and declare the task done.</summary>
public sealed class GoToDoorEnv : MiniGridEnv
{
    private const int MinSize = 5, Doors = 4;

    private Position _target;

    /// <param name="size">The largest width and height: at least 5.</param>
    /// <param name="maxSteps">The step limit; null: 4 * size * size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 5.</exception>
    public GoToDoorEnv(int size = 5, int? maxSteps = null)
        : base(new MissionSpace("go to the {0} door", Names.AllColors), size, size, maxSteps ?? 4 * size * size, seeThroughWalls: true) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinSize);

    protected override void GenerateGrid()
    {
        Grid.Clear();
        int width = RandomInt(MinSize, Width + 1), height = RandomInt(MinSize, Height + 1);
        Grid.WallRectangle(0, 0, width, height);

        Span<Position> doors =
        [
            new(RandomInt(2, width - 2), 0),
            new(RandomInt(2, width - 2), height - 1),
            new(0, RandomInt(2, height - 2)),
            new(width - 1, RandomInt(2, height - 2)),
        ];
        Span<ObjectColor> colors = stackalloc ObjectColor[Doors];
        for (int count = 0; count < Doors;)
        {
            var color = RandomColor();
            if (!colors[..count].Contains(color))
                colors[count++] = color;
        }
        for (int i = 0; i < Doors; i++)
            Grid[doors[i]] = NewDoor(colors[i]);
        PlaceAgent(new(0, 0), width, height);

        int target = RandomInt(0, Doors);
        _target = doors[target];
        Mission = $"go to the {colors[target].Name()} door";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        return action switch
        {
            GridAction.Toggle => StepOutcome.Failure,
            GridAction.Done => AgentPosition.DistanceTo(_target) == 1 ? Success() : StepOutcome.Failure,
            _ => outcome,
        };
    }
}
