using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Put one object of a single room next to another.</summary>
public sealed class PutNextLocalLevel(int roomSize = 8, int numObjs = 8, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    private readonly int _objects = Require.InRange(2, DistinctObjects, numObjs);

    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        var objects = AddDistractors(count: _objects);
        RequireObjectsReachable();
        var chosen = RandomSubset<WorldObject>([.. objects], 2);
        return new PutNextInstruction(ObjectDescription.Of(chosen[0]), ObjectDescription.Of(chosen[1]));
    }
}
