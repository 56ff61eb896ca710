using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

/// <summary>An array environment that is saved and restored goes on as if nothing had happened.</summary>
public sealed class ArraySavingTests
{
    [Theory]
    [InlineData("MiniGrid-DoorKey-5x5-v0")]
    [InlineData("MiniGrid-Dynamic-Obstacles-6x6-v0")]
    [InlineData("BabyAI-SynthS5R2-v0")]
    public void Restore_MiddleOfAnEpisode_GoesOnTheSame(string id)
    {
        using var original = Worlds.Registry.Make(id).AsArrays();
        using var copy = Worlds.Registry.Make(id).AsArrays();
        Assert.Equal(Saving.Replay, original.Saving);
        AssertGoOnTheSame(original, copy, steps: 300, save: 170);
    }

    [Fact]
    public void Restore_EpisodeThatDependsOnEarlierOnes_GoesOnTheSame()
    {
        using var original = Worlds.Registry.Make("BabyAI-SynthS5R2-v0").AsArrays();
        var a = original.Row();
        original.Reset(0, a.Row(0));
        for (int episode = 0; episode < 200; episode++)
        {
            original.Reset(null, a.Row(0));
            using var copy = Worlds.Registry.Make("BabyAI-SynthS5R2-v0").AsArrays();
            var b = copy.Row();
            copy.Restore(original.Saved());
            original.Step(0, a);
            copy.Step(0, b);
            Assert.Equal(a.Seen(), b.Seen());
        }
    }

    [Fact]
    public void Restore_Snapshot_GoesOnTheSame()
    {
        using var original = new SnapshotToy().AsArrays();
        using var copy = new SnapshotToy().AsArrays();
        Assert.Equal(Saving.Snapshot, original.Saving);
        AssertGoOnTheSame(original, copy, steps: 50, save: 33);
    }

    [Fact]
    public void Restore_ActionsOfRealNumbersOrManyChoices_AreReplayed()
    {
        Drift Of() => new();
        using var original = Of().AsArrays();
        using var copy = Of().AsArrays();
        StepBatch a = original.Row(), b = copy.Row();
        original.Reset(0, a.Row(0));
        for (int i = 0; i < 400; i++)
            original.Step(new(default, [i * 0.25f]), a.Row(0));
        copy.Restore(original.Saved());
        original.Step(new(default, [1]), a.Row(0));
        copy.Step(new(default, [1]), b.Row(0));
        Assert.Equal(a.Seen(), b.Seen());
    }

    [Fact]
    public void Restore_BeforeTheFirstEpisode_BringsTheRandomStreamBack()
    {
        using var original = Worlds.Registry.Make("MiniGrid-FourRooms-v0").AsArrays();
        using var copy = Worlds.Registry.Make("MiniGrid-FourRooms-v0").AsArrays();
        copy.Restore(original.Saved());
        StepBatch a = original.Row(), b = copy.Row();
        original.Reset(null, a.Row(0));
        copy.Reset(null, b.Row(0));
        Assert.Equal(a.Seen(), b.Seen());
    }

    [Fact]
    public void Restore_EnvironmentWithOtherChance_IsNoticed()
    {
        using var original = new Treacherous().AsArrays();
        using var copy = new Treacherous { Extra = 1 }.AsArrays();
        var batch = original.Row();
        original.Reset(0, batch.Row(0));
        original.Step(0, batch);
        Assert.Contains("did not come back", Assert.Throws<InvalidDataException>(() => copy.Restore(original.Saved())).Message, StringComparison.Ordinal);
        using var other = new SnapshotToy().AsArrays();
        Assert.Contains("another kind", Assert.Throws<InvalidDataException>(() => other.Restore(original.Saved())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_WrapperOverASnapshot_IsReplayUnlessItRemembersNothing()
    {
        Assert.Equal(Saving.Replay, new Remembering(new SnapshotToy()).Saving);
        Assert.Equal(Saving.Snapshot, new Seeing(new SnapshotToy()).Saving);
        Assert.Equal(Saving.None, new Remembering(new FleetingToy()).Saving);
        using var fleeting = new FleetingToy().AsArrays();
        Assert.Empty(fleeting.Saved());
    }

    private static void AssertGoOnTheSame(IArrayEnvironment original, IArrayEnvironment copy, int steps, int save)
    {
        StepBatch a = original.Row(), b = copy.Row();
        var random = new Pcg64(1);
        int choices = original.Layout.Action.Choices[0];
        original.Reset(7, a.Row(0));
        // The copy has been somewhere else.
        copy.Reset(1, b.Row(0));
        copy.Step(0, b);
        for (int step = 0; step < steps; step++)
        {
            int action = random.Integers(0, choices);
            if (step == save)
            {
                copy.Restore(original.Saved());
                Assert.Equal(original.Saved(), copy.Saved());
            }
            var signal = original.Step(action, a);
            if (step >= save)
            {
                Assert.Equal(signal, copy.Step(action, b));
                Assert.Equal(a.Seen(), b.Seen());
            }
            if (!signal.Done)
                continue;
            original.Reset(null, a.Row(0));
            if (step >= save)
            {
                copy.Reset(null, b.Row(0));
                Assert.Equal(a.Seen(), b.Seen());
            }
        }
    }

    /// <summary>Adds up its actions.</summary>
    private sealed class Drift() : Toy<NdArray<float>, NdArray<float>>(new Box<float>(-1, 1, 1), new Box<float>(-1, 1, 1))
    {
        private float _sum;

        public override NdArray<float> Reset(ulong? seed = null)
        {
            _sum = 0;
            return base.Reset(seed);
        }

        public override StepResult<NdArray<float>> Step(NdArray<float> action)
        {
            _sum += action.Data[0];
            var seen = new NdArray<float>(1);
            seen.Data[0] = _sum;
            return base.Step(action) with { Observation = seen, Terminated = false };
        }
    }

    /// <summary>Draws more numbers than its twin.</summary>
    private sealed class Treacherous() : Toy<NdArray<float>, int>(new Box<float>(-1, 1, 2), new Discrete(2))
    {
        public int Extra { get; init; }

        public override StepResult<NdArray<float>> Step(int action)
        {
            for (int i = 0; i < Extra; i++)
                Random.NextUInt64();
            return base.Step(action);
        }
    }

    private sealed class Remembering(Environment<NdArray<float>, int> inner) : Wrapper<NdArray<float>, NdArray<float>, int>(inner)
    {
        public override Space<NdArray<float>> ObservationSpace => Inner.ObservationSpace;

        public override NdArray<float> Reset(ulong? seed = null) => Inner.Reset(seed);

        public override StepResult<NdArray<float>> Step(int action) => Inner.Step(action);
    }

    private sealed class Seeing(Environment<NdArray<float>, int> inner) : ObservationWrapper<NdArray<float>, NdArray<float>, int>(inner)
    {
        public override Space<NdArray<float>> ObservationSpace => Inner.ObservationSpace;

        protected override NdArray<float> Observe(NdArray<float> observation) => observation;
    }
}
