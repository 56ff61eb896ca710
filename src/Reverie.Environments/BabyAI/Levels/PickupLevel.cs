using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up an object somewhere in a maze.</summary>
public sealed class PickupLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        ConnectAll();
        var objects = AddDistractors(count: 18, allUnique: false);
        RequireObjectsReachable();
        return new PickupInstruction(ObjectDescription.Of(RandomElement(objects)));
    }
}
