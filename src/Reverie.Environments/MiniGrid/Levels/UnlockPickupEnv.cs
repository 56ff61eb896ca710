namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Pick up a box behind a locked door.</summary>
public sealed class UnlockPickupEnv(int? maxSteps = null)
    : RoomGrid(new MissionSpace("pick up the {0} box", Names.AllColors), SideLength, numRows: 1, numCols: 2, maxSteps ?? 8 * SideLength * SideLength)
{
    private const int SideLength = 6;

    private WorldObject? _target;

    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        _target = AddObject(1, 0, ObjectType.Box);
        var door = AddDoor(0, 0, Direction.Right, locked: true);
        AddObject(0, 0, ObjectType.Key, door.Color);
        PlaceAgentInRoom(0, 0);
        Mission = $"pick up the {_target}";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        return action == GridAction.Pickup && Carrying is not null && Carrying == _target ? Success() : outcome;
    }
}
