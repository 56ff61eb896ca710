using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to an object, in a maze whose doors are shut, or all open.</summary>
public sealed class GoToLevel(int roomSize = 8, int numRows = 3, int numCols = 3, int numDists = 18, bool doorsOpen = false, int? maxSteps = null)
    : RoomGridLevel(roomSize, numRows, numCols, maxSteps)
{
    private readonly int _objects = Require.AtLeast(1, numDists);

    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        ConnectAll();
        var objects = AddDistractors(count: _objects, allUnique: false);
        RequireObjectsReachable();
        var instruction = new GoToInstruction(ObjectDescription.Of(RandomElement(objects)));
        if (doorsOpen)
            OpenAllDoors();
        return instruction;
    }
}
