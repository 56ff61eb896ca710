namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Go next to the object that the mission names and declare the task done.</summary>
public sealed class GoToObjectEnv(int size = 6, int numObjs = 2, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace("go to the {0} {1}", Names.AllColors, ["key", "ball", "box"]), size, size, maxSteps
        ?? 5 * size * size, seeThroughWalls: true)
{
    private readonly int _count = Require.InRange(1, DistinctObjects, numObjs);
    private readonly List<WorldObject> _objects = [];
    private Position _target;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        _objects.Clear();
        while (_objects.Count < _count)
        {
            var type = RandomElement<ObjectType>([ObjectType.Key, ObjectType.Ball, ObjectType.Box]);
            var color = RandomColor();
            if (_objects.Exists(other => other.Type == type && other.Color == color))
                continue;
            _objects.Add(NewObject(type, color));
            PlaceObject(_objects[^1]);
        }
        PlaceAgent();

        var target = _objects[RandomInt(0, _objects.Count)];
        _target = target.CurrentPosition;
        Mission = $"go to the {target}";
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
