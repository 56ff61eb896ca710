namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Open a locked door with the key that lies in the room.</summary>
public sealed class UnlockEnv(int? maxSteps = null)
    : RoomGrid(new MissionSpace("open the door"), SideLength, numRows: 1, numCols: 2, maxSteps ?? 8 * SideLength * SideLength)
{
    private const int SideLength = 6;

    private WorldObject? _door;

    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        _door = AddDoor(0, 0, Direction.Right, locked: true);
        AddObject(0, 0, ObjectType.Key, _door.Color);
        PlaceAgentInRoom(0, 0);
        Mission = "open the door";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        return action == GridAction.Toggle && _door!.IsOpen ? Success() : outcome;
    }
}
