using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to an object or door of the middle room, or pick it up, or open it.</summary>
public sealed class ActionObjDoorLevel(int? maxSteps = null) : RoomGridLevel(7, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var targets = AddDistractors(1, 1, 5);
        for (int i = 0; i < 4; i++)
            targets.Add(AddDoor(1, 1, locked: false));
        PlaceAgentInRoom(1, 1);

        var target = ObjectDescription.Of(RandomElement(targets));
        if (RandomBool())
            return new GoToInstruction(target);
        return target.Type == ObjectType.Door ? new OpenInstruction(target) : new PickupInstruction(target);
    }
}
