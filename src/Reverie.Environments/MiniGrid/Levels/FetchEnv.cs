namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Pick up the object that the mission names; picking up another one fails.</summary>
public sealed class FetchEnv(int size = 8, int numObjs = 3, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace("{0} {1} {2}", Phrases, Names.AllColors, ["key", "ball"]), size, size, maxSteps ?? 5 * size * size, seeThroughWalls: true)
{
    private static readonly string[] Phrases = ["get a", "go get a", "fetch a", "go fetch a", "you must fetch a"];

    private readonly WorldObject[] _objects = new WorldObject[Require.AtLeast(1, numObjs)];
    private ObjectType _targetType;
    private ObjectColor _targetColor;

    protected override void GenerateGrid()
    {
        Grid.Clear();
        Grid.WallRectangle(0, 0, Width, Height);
        foreach (ref var item in _objects.AsSpan())
        {
            var type = RandomElement<ObjectType>([ObjectType.Key, ObjectType.Ball]);
            item = NewObject(type, RandomColor());
            PlaceObject(item);
        }
        PlaceAgent();

        var target = RandomElement<WorldObject>(_objects);
        (_targetType, _targetColor) = (target.Type, target.Color);
        Mission = $"{RandomElement<string>(Phrases)} {target}";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        if (Carrying is null)
            return outcome;
        return Carrying.Type == _targetType && Carrying.Color == _targetColor ? Success() : StepOutcome.Failure;
    }
}
