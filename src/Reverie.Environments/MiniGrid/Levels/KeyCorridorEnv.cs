namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>A corridor with rooms on both sides: find the key in one of them to unlock another, and pick up what lies there.</summary>
public sealed class KeyCorridorEnv(int numRows = 3, ObjectType objType = ObjectType.Ball, int roomSize = 6, int? maxSteps = null)
    : RoomGrid(new MissionSpace("pick up the {0} {1}", Names.AllColors, [objType.Name()]), roomSize, numRows, numCols: 3, maxSteps ?? 30 * roomSize * roomSize)
{
    private WorldObject? _target;

    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        for (int row = 1; row < NumRows; row++)
            RemoveWall(1, row, Direction.Up);
        int lockedRow = RandomInt(0, NumRows);
        var door = AddDoor(2, lockedRow, Direction.Left, locked: true);
        _target = AddObject(2, lockedRow, objType);
        AddObject(0, RandomInt(0, NumRows), ObjectType.Key, door.Color);
        PlaceAgentInRoom(1, NumRows / 2);
        ConnectAll();
        Mission = $"pick up the {_target}";
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        return action == GridAction.Pickup && Carrying is not null && Carrying == _target ? Success() : outcome;
    }
}
