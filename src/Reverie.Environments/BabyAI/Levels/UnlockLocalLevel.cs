using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open the locked door with the key that lies in the same room, perhaps among distractors.</summary>
public sealed class UnlockLocalLevel(bool distractors = false, int? maxSteps = null) : RoomGridLevel(maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        var door = AddDoor(1, 1, locked: true);
        AddObject(1, 1, ObjectType.Key, door.Color);
        if (distractors)
            AddDistractors(1, 1, 3);
        PlaceAgentInRoom(1, 1);
        return new OpenInstruction(new(ObjectType.Door));
    }
}
