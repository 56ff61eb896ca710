namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Put one object next to another; picking up a wrong one, or putting it down elsewhere, fails.</summary>
public sealed class PutNearEnv(int size = 6, int numObjs = 2, int? maxSteps = null)
    : MiniGridEnv(new MissionSpace("put the {0} {1} near the {2} {3}", Names.AllColors, Kinds, Names.AllColors, Kinds), size, size, maxSteps
        ?? 5 * size, seeThroughWalls: true)
{
    private static readonly string[] Kinds = ["box", "ball", "key"];
    private static readonly Func<MiniGridEnv, Position, bool> NearOther = (environment, position) =>
        ((PutNearEnv)environment)._objects.Exists(other => AreNear(other.CurrentPosition, position));

    private readonly int _count = Require.InRange(2, DistinctObjects, numObjs);
    private readonly List<WorldObject> _objects = [];
    private (ObjectType Type, ObjectColor Color) _moved;
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
            var item = NewObject(type, color);
            PlaceObject(item, new(0, 0), Width, Height, reject: NearOther);
            _objects.Add(item);
        }
        PlaceAgent();

        int moved = RandomInt(0, _count), target;
        do
            target = RandomInt(0, _count);
        while (target == moved);
        _moved = (_objects[moved].Type, _objects[moved].Color);
        _target = _objects[target].CurrentPosition;
        Mission = $"put the {_objects[moved]} near the {_objects[target]}";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var held = Carrying;
        var outcome = base.Act(action);
        if (action == GridAction.Pickup && Carrying is not null && (Carrying.Type, Carrying.Color) != _moved)
            return StepOutcome.Failure;
        if (action == GridAction.Drop && held is not null)
            return Carrying is null && AreNear(FrontPosition, _target) ? Success() : StepOutcome.Failure;
        return outcome;
    }

    private static bool AreNear(Position a, Position b) => Math.Abs(a.X - b.X) <= 1 && Math.Abs(a.Y - b.Y) <= 1;
}
