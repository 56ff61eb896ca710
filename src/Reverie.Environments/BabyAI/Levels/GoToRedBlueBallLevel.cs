using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Levels;

/// <summary>Go to the red or to the blue ball, in a single room that holds only one of them.</summary>
public sealed class GoToRedBlueBallLevel(int roomSize = 8, int numDists = 7, int? maxSteps = null) : RoomGridLevel(roomSize, 1, 1, maxSteps)
{
    protected override Instruction GenerateMission()
    {
        PlaceAgentInRoom();
        foreach (var distractor in AddDistractors(count: numDists, allUnique: false))
        {
            if (distractor is { Type: ObjectType.Ball, Color: ObjectColor.Red or ObjectColor.Blue })
                throw new RejectedLevelException("can only have one blue or red ball");
        }
        var ball = AddObject(0, 0, ObjectType.Ball, RandomElement([ObjectColor.Red, ObjectColor.Blue]));
        RequireObjectsReachable();
        return new GoToInstruction(ObjectDescription.Of(ball));
    }
}
