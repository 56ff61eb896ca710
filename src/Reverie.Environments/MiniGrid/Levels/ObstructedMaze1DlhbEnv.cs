namespace Reverie.Environments.MiniGrid.Levels;

/// <summary>Two rooms and one locked door; the ball is behind it.</summary>
public sealed class ObstructedMaze1DlhbEnv(bool keyInBox = true, bool blocked = true, int? maxSteps = null)
    : ObstructedMazeEnv(numRows: 1, numCols: 2, numRoomsVisited: 2, maxSteps)
{
    protected override void GenerateGrid()
    {
        base.GenerateGrid();
        AddLockedDoor(0, 0, Direction.Right, DoorColors[0], blocked);
        AddKey(0, 0, DoorColors[0], keyInBox);
        AddTarget(1, 0);
        PlaceAgentInRoom(0, 0);
    }
}
