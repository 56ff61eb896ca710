using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the box behind the locked door, which a ball blocks.</summary>
public sealed class BlockedUnlockPickupLevel(int? maxSteps = null) : RoomGridLevel(6, 1, 2, maxSteps ?? 16 * 6 * 6)
{
    protected override Instruction GenerateMission()
    {
        AddObject(1, 0, ObjectType.Box);
        var door = AddDoor(0, 0, Direction.Right, locked: true);
        Grid[door.CurrentPosition + Position.Towards(Direction.Left)] = NewBall(RandomColor());
        AddObject(0, 0, ObjectType.Key, door.Color);
        PlaceAgentInRoom(0, 0);
        return new PickupInstruction(new(ObjectType.Box));
    }
}
