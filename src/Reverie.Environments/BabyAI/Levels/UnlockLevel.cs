using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open a locked door of a maze.</summary>
public sealed class UnlockLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        int column = RandomInt(0, NumCols), row = RandomInt(0, NumRows);
        var door = AddDoor(column, row, locked: true);
        // The key was meant to go into another room, and distractors into all but the locked one; the original compares in vain.
        AddObject(RandomInt(0, NumCols), RandomInt(0, NumRows), ObjectType.Key, door.Color);
        // In half of the levels no other door has the colour of the locked one.
        ConnectAll(RandomBool() ? [.. Colors.ToArray().Where(color => color != door.Color)] : Colors);
        for (int i = 0; i < NumCols; i++)
        {
            for (int j = 0; j < NumRows; j++)
                AddDistractors(i, j, 3, allUnique: false);
        }
        PlaceAgentOutside(GetRoom(column, row));
        RequireObjectsReachable();
        return new OpenInstruction(ObjectDescription.Of(door));
    }
}
