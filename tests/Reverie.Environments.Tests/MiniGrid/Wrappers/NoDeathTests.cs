using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;

namespace Reverie.Environments.Tests.MiniGrid.Wrappers;

/// <summary>What MiniGrid 3.1.0 gave for the same actions: the last step's reward and ends.</summary>
public sealed class NoDeathTests
{
    [Theory]
    [InlineData("MiniGrid-Empty-5x5-v0", 0, ObjectType.Wall, "02", 0, false, false)]
    [InlineData("MiniGrid-Fetch-5x5-N2-v0", 0, ObjectType.Ball, "222101212", 0, false, false)]
    [InlineData("MiniGrid-Fetch-5x5-N2-v0", 4, ObjectType.Key, "2211002112", 0, false, false)]
    [InlineData("MiniGrid-DoorKey-5x5-v0", 1, ObjectType.Door, "0012", 0, false, false)]
    [InlineData("MiniGrid-LavaCrossingS9N1-v0", 2, ObjectType.Lava, "12", -1, false, false)]
    [InlineData("MiniGrid-Dynamic-Obstacles-5x5-v0", 2, ObjectType.Ball, "2", -2, false, false)]
    [InlineData("MiniGrid-Dynamic-Obstacles-5x5-v0", 2, ObjectType.Ball, "2", -2, false, true, 1)]
    [InlineData("MiniGrid-LavaCrossingS9N1-v0", 2, ObjectType.Wall, "12", 0, true, false)]
    public void Step_DeathOrBlock_IsThatOfTheOriginal(
        string id, ulong seed, ObjectType type, string actions, double reward, bool terminated, bool truncated, int? maxSteps = null)
    {
        using var environment = new NoDeath(maxSteps is null ? Worlds.Grid(id) : Worlds.Grid(id, ("max_steps", maxSteps)), [type]);
        environment.Reset(seed);
        StepResult<GridObservation<byte>> last = default;
        foreach (char action in actions)
            last = environment.Step(action - '0');
        Assert.Equal((reward, terminated, truncated), (last.Reward, last.Terminated, last.Truncated));
    }

    [Fact]
    public void Create_GoalAmongTheDeaths_IsRefused() =>
        Assert.StartsWith("Reaching the goal is no death",
            Assert.Throws<ArgumentException>(() => new NoDeath(Worlds.Grid("MiniGrid-Empty-5x5-v0"), [ObjectType.Goal])).Message);
}
