using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up the box behind the locked door; the key lies on this side, perhaps among distractors.</summary>
public sealed class UnlockPickupLevel(bool distractors = false, int? maxSteps = null) : RoomGridLevel(6, 1, 2, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var box = AddObject(1, 0, ObjectType.Box);
        var door = AddDoor(0, 0, Direction.Right, locked: true);
        AddObject(0, 0, ObjectType.Key, door.Color);
        if (distractors)
            AddDistractors(count: 4);
        PlaceAgentInRoom(0, 0);
        return new PickupInstruction(ObjectDescription.Of(box));
    }
}
