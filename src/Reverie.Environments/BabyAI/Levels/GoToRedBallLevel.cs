using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to the red ball, in a single room.</summary>
public sealed class GoToRedBallLevel(int roomSize = 8, int numDists = 7, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        var ball = AddObject(0, 0, ObjectType.Ball, ObjectColor.Red);
        AddDistractors(count: numDists, allUnique: false);
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(ball));
    }
}
