using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Tests.BabyAI;

/// <summary>
/// A single room in which the agent stands at (3, 3) and faces a red ball at (4, 3); a blue key lies at (3, 4), on its right, and a green
/// box at (1, 1).
/// </summary>
internal sealed class ScriptedLevel(Instruction instruction) : RoomGridLevel(7, 1, 1)
{
    public static ObjectDescription Ball => new(ObjectType.Ball, ObjectColor.Red);

    public static ObjectDescription Key => new(ObjectType.Key, ObjectColor.Blue);

    public static ObjectDescription Box => new(ObjectType.Box, ObjectColor.Green);

    /// <summary>Plays the actions and gives back the last result.</summary>
    public StepResult<GridObservation<byte>> Play(params GridAction[] actions)
    {
        Reset(0);
        StepResult<GridObservation<byte>> result = default;
        foreach (var action in actions)
        {
            Assert.False(result.Terminated, $"The episode was over before {action}.");
            result = Step((int)action);
        }
        return result;
    }

    protected override Instruction GenerateMission()
    {
        (AgentPosition, AgentDirection) = (new(3, 3), Direction.Right);
        Put(NewBall(ObjectColor.Red), 4, 3);
        Put(NewKey(ObjectColor.Blue), 3, 4);
        Put(NewBox(ObjectColor.Green), 1, 1);
        return instruction;
    }
}
