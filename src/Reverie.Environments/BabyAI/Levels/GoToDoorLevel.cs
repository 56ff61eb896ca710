using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to one of the four doors of the middle room.</summary>
public sealed class GoToDoorLevel(int? maxSteps = null) : RoomGridLevel(7, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        WorldObject[] doors = [AddDoor(1, 1), AddDoor(1, 1), AddDoor(1, 1), AddDoor(1, 1)];
        PlaceAgentInRoom(1, 1);
        return new GoToInstruction(ObjectDescription.Of(RandomElement<WorldObject>(doors)));
    }
}
