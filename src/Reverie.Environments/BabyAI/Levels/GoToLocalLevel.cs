using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to one of several objects of a single room.</summary>
public sealed class GoToLocalLevel(int roomSize = 8, int numDists = 8, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    private readonly int _objects = Require.AtLeast(1, numDists);

    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        var objects = AddDistractors(count: _objects, allUnique: false);
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(RandomElement(objects)));
    }
}
