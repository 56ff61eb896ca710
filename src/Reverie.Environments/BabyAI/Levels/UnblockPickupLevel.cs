using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up an object somewhere in a maze where some objects are in the way.</summary>
public sealed class UnblockPickupLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        ConnectAll();
        var objects = AddDistractors(count: 20, allUnique: false);
        if (FindUnreachable() is null)
            throw new RejectedLevelException("all objects reachable");
        return new PickupInstruction(ObjectDescription.Of(RandomElement(objects)));
    }
}
