using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to the red ball, in a single room where everything else is grey.</summary>
public sealed class GoToRedBallGreyLevel(int roomSize = 8, int numDists = 7, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        var ball = AddObject(0, 0, ObjectType.Ball, ObjectColor.Red);
        foreach (var distractor in AddDistractors(count: numDists, allUnique: false))
            distractor.Color = ObjectColor.Grey;
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(ball));
    }
}
