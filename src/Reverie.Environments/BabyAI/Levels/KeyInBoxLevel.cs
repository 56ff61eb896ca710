using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open the locked door with the key that is in a box in the same room.</summary>
public sealed class KeyInBoxLevel(int? maxSteps = null) : RoomGridLevel(maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var door = AddDoor(1, 1, locked: true);
        PlaceInRoom(1, 1, NewBox(RandomColor(), NewKey(door.Color)));
        PlaceAgentInRoom(1, 1);
        return new OpenInstruction(new(ObjectType.Door));
    }
}
