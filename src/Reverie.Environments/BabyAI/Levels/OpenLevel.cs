using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Open a door of a maze full of objects.</summary>
public sealed class OpenLevel(int roomSize = 8, int? maxSteps = null) : RoomGridLevel(roomSize, maxSteps: maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        ConnectAll();
        AddDistractors(count: 18, allUnique: false);
        RequireObjectsReachable();
        return new OpenInstruction(ObjectDescription.Of(RandomElement(DoorsOfAllRooms())));
    }

    /// <summary>Column by column; a door between two rooms counts in both.</summary>
    private List<WorldObject> DoorsOfAllRooms()
    {
        var doors = new List<WorldObject>();
        for (int i = 0; i < NumCols; i++)
        {
            for (int j = 0; j < NumRows; j++)
                doors.AddRange(GetRoom(i, j).Doors.OfType<WorldObject>());
        }
        return doors;
    }
}
