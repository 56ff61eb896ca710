using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the ball behind a locked door whose key is behind another locked door.</summary>
public sealed class UnlockToUnlockLevel(int? maxSteps = null) : RoomGridLevel(6, 1, 3, maxSteps ?? 30 * 6 * 6)
{
    protected override Instruction GenerateMission()
    {
        var colors = RandomSubset<ObjectColor>([.. Colors], 2);
        AddDoor(0, 0, Direction.Right, colors[0], locked: true);
        AddObject(2, 0, ObjectType.Key, colors[0]);
        AddDoor(1, 0, Direction.Right, colors[1], locked: true);
        AddObject(1, 0, ObjectType.Key, colors[1]);
        AddObject(0, 0, ObjectType.Ball);
        PlaceAgentInRoom(1, 0);
        return new PickupInstruction(new(ObjectType.Ball));
    }
}
