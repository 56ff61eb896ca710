using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Expert;

namespace Reverie.Environments.Tests.MiniGrid.Expert;

public sealed class GridExpertTests
{
    [Theory]
    [InlineData("MiniGrid-Empty-5x5-v0")]
    [InlineData("MiniGrid-Empty-Random-6x6-v0")]
    [InlineData("MiniGrid-DoorKey-5x5-v0")]
    [InlineData("MiniGrid-DoorKey-8x8-v0")]
    [InlineData("MiniGrid-Unlock-v0")]
    [InlineData("MiniGrid-UnlockPickup-v0")]
    [InlineData("MiniGrid-LavaGapS5-v0")]
    [InlineData("MiniGrid-FourRooms-v0")]
    public void Plan_LevelThatItKnows_SucceedsInEveryEpisode(string id)
    {
        using var environment = BuiltInEnvironments.CreateRegistry().Make(id);
        var level = (MiniGridEnv)environment.Unwrapped;
        var expert = new GridExpert(level);
        for (ulong seed = 0; seed < 5; seed++)
        {
            level.Reset(seed);
            bool ended = false;
            while (!ended)
            {
                var step = level.Step((int)(expert.Plan() ?? throw new InvalidOperationException($"{id} {seed}: no plan.")));
                ended = step.Terminated || step.Truncated;
            }
            Assert.True(level.Succeeded, $"{id}, seed {seed}");
        }
    }

    [Fact]
    public void Plan_AfterStepsOfItsOwnAndOfOthers_IsThatOfAFreshExpert()
    {
        using var environment = BuiltInEnvironments.CreateRegistry().Make("MiniGrid-DoorKey-6x6-v0");
        var level = (MiniGridEnv)environment.Unwrapped;
        level.Reset(3);
        var expert = new GridExpert(level);
        for (int i = 0; i < 60 && !level.Succeeded; i++)
        {
            var action = expert.Plan();
            Assert.Equal(new GridExpert(level).Plan(), action);
            level.Step(i % 3 == 0 ? i % 6 : (int)action!);
        }
    }

    [Fact]
    public void Plan_MissionOfAnotherKind_SaysNothing()
    {
        using var environment = BuiltInEnvironments.CreateRegistry().Make("MiniGrid-PutNear-6x6-N2-v0");
        var level = (MiniGridEnv)environment.Unwrapped;
        level.Reset(0);
        Assert.Null(new GridExpert(level).Plan());
    }
}
