using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to an object or door of the middle room.</summary>
public sealed class GoToObjDoorLevel(int? maxSteps = null) : RoomGridLevel(8, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom(1, 1);
        var targets = AddDistractors(1, 1, 8, allUnique: false);
        for (int i = 0; i < 4; i++)
            targets.Add(AddDoor(1, 1));
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(RandomElement(targets)));
    }
}
