using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open the red door, the only one.</summary>
public sealed class OpenRedDoorLevel(int? maxSteps = null) : RoomGridLevel(5, 1, 2, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var door = AddDoor(0, 0, Direction.Right, ObjectColor.Red, locked: false);
        PlaceAgentInRoom(0, 0);
        return new OpenInstruction(ObjectDescription.Of(door));
    }
}
