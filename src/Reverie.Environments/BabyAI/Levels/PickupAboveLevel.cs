using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Pick up an object in the room above.</summary>
public sealed class PickupAboveLevel(int? maxSteps = null) : RoomGridLevel(6, maxSteps: maxSteps ?? 8 * 6 * 6)
{
    protected override Instruction GenerateMission()
    {
        var item = AddObject(1, 0);
        AddDoor(1, 1, Direction.Up, locked: false);
        PlaceAgentInRoom(1, 1);
        ConnectAll();
        return new PickupInstruction(ObjectDescription.Of(item));
    }
}
