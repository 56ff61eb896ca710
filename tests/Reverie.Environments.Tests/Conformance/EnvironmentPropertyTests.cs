using Reverie.Environments.Conformance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;
using Reverie.Environments.Tests.ControlSuite;

namespace Reverie.Environments.Tests.Conformance;

/// <summary>What must hold for every registered id, whatever is done in it.</summary>
public sealed class EnvironmentPropertyTests
{
    public static TheoryData<string> Ids => [.. Worlds.Registry.Specs.Select(spec => spec.Id)];

    public static TheoryData<string> Grids => [.. Worlds.Grids.Select(spec => spec.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Check_EveryId_FindsNoProblem(string id)
    {
        if (Worlds.Registry.Find(id).Family != "Control Suite" || (Suite.IsThere() && Suite.CanDraw()))
            Assert.Empty(EnvironmentChecker.Check(() => Worlds.Registry.Make(id)));
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Step_RandomActions_StaysInItsSpaceAndEnds(string id)
    {
        var environment = Worlds.Grid(id);
        var random = new Pcg64(9);
        for (ulong seed = 100; seed < 103; seed++)
        {
            Assert.True(environment.ObservationSpace.Contains(environment.Reset(seed)));
            for (int step = 1; ; step++)
            {
                var result = environment.Step(environment.ActionSpace.Sample(random));
                Assert.True(environment.ObservationSpace.Contains(result.Observation));
                Assert.InRange(result.Reward, -1, 1);
                Assert.True(environment.Grid.Contains(environment.AgentPosition));
                Assert.True(environment.Grid.CellAt(environment.AgentPosition).CanOverlap || result.Done);
                if (result.Done)
                    break;
                Assert.True(step < environment.MaxSteps, "the step limit passed by unnoticed");
            }
        }
    }

    [Fact]
    public void Check_EnvironmentThatUsesHiddenChance_SaysSo()
    {
        int made = 0;
        var problems = EnvironmentChecker.Check(() => new Fickle(made++));
        Assert.Contains(problems, problem => problem.Contains("same seed", StringComparison.Ordinal));
    }

    /// <summary>Places its goal by something other than its generator.</summary>
    private sealed class Fickle(int number) : MiniGridEnv(new MissionSpace("find it"), 5, 5)
    {
        protected override void GenerateGrid()
        {
            Grid.Clear();
            Grid.WallRectangle(0, 0, Width, Height);
            Put(WorldObject.Goal, 3, 1 + number % 2);
            PlaceAgentAt(new Position(1, 1), Direction.Right);
            Mission = "find it";
        }
    }
}
