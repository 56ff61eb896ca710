using Reverie.Environments.Arrays;
using Reverie.Environments.Conformance;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;
using Reverie.Environments.Wrappers;

namespace Reverie.Environments.Tests.Wrappers;

public sealed class DiscreteActionsTests
{
    [Fact]
    public void Step_EveryChoice_IsItsCombination()
    {
        using var environment = new DiscreteActions<int, double>(new Echo(), bins: 3);
        Assert.Equal(9, environment.ActionSpace.Count);
        var seen = Enumerable.Range(0, 9).Select(action =>
        {
            environment.Step(action);
            return string.Join(' ', ((Echo)environment.Unwrapped).Last);
        });
        Assert.Equal(["-1 0", "-1 2", "-1 4", "0 0", "0 2", "0 4", "1 0", "1 2", "1 4"], seen);
        Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(-1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    public void Apply_WrongBins_IsRefused(int bins) => Assert.Equal(
        $"The wrapper 'discrete_actions': Each number takes 2 values or more, and there are at most 4096 choices: bins={bins} of 2 numbers does not fit.",
        Assert.Throws<ArgumentException>(() => BuiltInEnvironments.CreateWrappers().Apply(new Echo(), "discrete_actions", ("bins", bins))).Message);

    [Fact]
    public void Apply_ToChoices_IsRefused() => Assert.Contains(
        "needs arrays of numbers beneath",
        Assert.Throws<ArgumentException>(
            () => BuiltInEnvironments.CreateWrappers().Apply(Worlds.Registry.Make("CartPole-v1"), "discrete_actions")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Apply_ToAPendulum_PassesTheCheckAndIsSavedAsItIs()
    {
        Assert.Empty(EnvironmentChecker.Check(Make));
        using var arrays = Make().AsArrays();
        Assert.Equal((5, Saving.Snapshot), (arrays.Layout.Action.Choices[0], arrays.Saving));

        static IEnvironment Make() => BuiltInEnvironments.CreateWrappers().Apply(Worlds.Registry.Make("Pendulum-v1"), "discrete_actions", ("bins", "5"));
    }

    /// <summary>Keeps the last action, of two numbers in [-1, 1] and [0, 4].</summary>
    private sealed class Echo : Environment<int, NdArray<double>>
    {
        public double[] Last { get; private set; } = [];

        public override Discrete ObservationSpace { get; } = new(1);

        public override Box<double> ActionSpace { get; } = new(Of(-1, 0), Of(1, 4));

        public override IEnvironment Unwrapped => this;

        public override Pcg64 Random { get; } = new(0);

        public override int Reset(ulong? seed = null) => 0;

        public override StepResult<int> Step(NdArray<double> action)
        {
            Last = [.. action.Data];
            return new(0, 0, Terminated: false, Truncated: false);
        }

        public override NdArray<byte> Render() => new(1, 1, 3);

        private static NdArray<double> Of(double first, double second)
        {
            var pair = new NdArray<double>(2);
            (pair.Data[0], pair.Data[1]) = (first, second);
            return pair;
        }
    }
}
