using Reverie.Environments.BabyAI.Instructions;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to the only object of a single room.</summary>
public sealed class GoToObjLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        return new GoToInstruction(ObjectDescription.Of(AddDistractors(count: 1)[0]));
    }
}
