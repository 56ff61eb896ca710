using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the object in the locked room on the right; the key is in a room on the left of the corridor.</summary>
/// <param name="numRows">How many rooms lie on each side.</param>
/// <param name="objType">What to pick up: a ball, box or key.</param>
/// <param name="roomSize">Width and height of a room.</param>
/// <param name="maxSteps">The step limit; null: 30 steps for each cell of a room.</param>
public sealed class KeyCorridorLevel(int numRows = 3, ObjectType objType = ObjectType.Ball, int roomSize = 6, int? maxSteps = null)
    : RoomGridLevel(roomSize, numRows, maxSteps: maxSteps ?? 30 * roomSize * roomSize)
{
    private readonly ObjectType _target = Portables.Contains(objType)
        ? objType
        : throw new ArgumentException($"Only a ball, box or key can be picked up, not a {objType}.", nameof(objType));

    protected override Instruction GenerateMission()
    {
        for (int row = 1; row < NumRows; row++)
            RemoveWall(1, row, Direction.Up);
        int lockedRow = RandomInt(0, NumRows);
        var door = AddDoor(2, lockedRow, Direction.Left, locked: true);
        AddObject(2, lockedRow, _target);
        AddObject(0, RandomInt(0, NumRows), ObjectType.Key, door.Color);
        PlaceAgentInRoom(1, NumRows / 2);
        ConnectAll();
        return new PickupInstruction(new(_target));
    }
}
