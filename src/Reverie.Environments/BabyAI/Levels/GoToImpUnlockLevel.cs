using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to an object in a locked room; that the key must be fetched first goes without saying.</summary>
public sealed class GoToImpUnlockLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        int column = RandomInt(0, NumRows), row = RandomInt(0, NumCols);
        var door = AddDoor(column, row, locked: true);
        // The key was meant to go into another room, and distractors into all but the locked one; the original compares in vain.
        AddObject(RandomInt(0, NumRows), RandomInt(0, NumCols), ObjectType.Key, door.Color);
        ConnectAll();
        for (int i = 0; i < NumRows; i++)
        {
            for (int j = 0; j < NumCols; j++)
                AddDistractors(i, j, 2, allUnique: false);
        }
        PlaceAgentOutside(GetRoom(column, row));
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(AddDistractors(column, row, 1, allUnique: false)[0]));
    }
}
