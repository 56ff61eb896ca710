using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests.Vector;

public sealed class VectorEnvironmentTests
{
    private const string Id = "MiniGrid-DoorKey-5x5-v0";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Step_AnyNumberOfThreads_EqualsSingleEnvironments(int threads)
    {
        const int Count = 5;
        using var vector = new VectorEnvironment(_ => Symbolic().AsArrays(), Count, AutoReset.SameStep, threads);
        Environment<NdArray<byte>, int>[] singles = [.. Enumerable.Range(0, Count).Select(_ => Symbolic())];
        var now = vector.Current;
        vector.Reset(seed: 3);
        for (int i = 0; i < Count; i++)
            Assert.Equal(singles[i].Reset(3 + (ulong)i).Data, now["image"].Row(i).ToArray());
        Assert.All(now.IsFirst, Assert.True);
        var random = new Pcg64(0);
        var actions = new ActionBatch(vector.Layout.Action, Count);
        int ends = 0;
        for (int step = 0; step < 600; step++)
        {
            foreach (ref long action in actions.Integers.AsSpan())
                action = random.Integers(0, 7);
            vector.Step(actions);
            for (int i = 0; i < Count; i++)
            {
                var single = singles[i].Step((int)actions.Integers[i]);
                Assert.Equal(((float)single.Reward, single.Terminated, single.Truncated), (now.Rewards[i], now.Terminated[i], now.Truncated[i]));
                Assert.Equal((single.Done, single.Done), (now.HasEnded(i), now.IsFirst[i]));
                Assert.Equal(single.Done ? single.Reward > 0 : null, now.Successes[i]);
                if (single.Done)
                {
                    ends++;
                    Assert.Equal(single.Observation.Data, now.Final[0].Row(i).ToArray());
                    Assert.Equal(singles[i].Reset().Data, now["image"].Row(i).ToArray());
                }
                else
                {
                    Assert.Equal(single.Observation.Data, now["image"].Row(i).ToArray());
                }
            }
        }
        Assert.True(ends >= Count);
    }

    [Fact]
    public void Step_NextStepReset_IgnoresTheActionAfterTheEnd()
    {
        using var vector = new VectorEnvironment(_ => Symbolic(("max_steps", 2)).AsArrays(), 1, AutoReset.NextStep);
        vector.Reset(0);
        string first = vector.Current.Seen();
        vector.Act(0);
        vector.Act(0);
        Assert.True(vector.Current.Truncated[0]);
        Assert.False(vector.Current.IsFirst[0]);
        Assert.Equal(vector.Current.Observations[0].Bytes, vector.Current.Final[0].Bytes);
        vector.Act(2);
        Assert.False(vector.Current.Truncated[0]);
        Assert.True(vector.Current.IsFirst[0]);
        Assert.Equal(0, vector.Current.Rewards[0]);
        Assert.NotEqual(first, vector.Current.Seen());
    }

    [Fact]
    public void Step_NoAutoReset_WaitsForTheCaller()
    {
        using var vector = new VectorEnvironment(_ => Symbolic(("max_steps", 2)).AsArrays(), 2, AutoReset.Disabled);
        vector.Reset(0);
        vector.Act(0, 0);
        vector.Act(0, 0);
        string last = vector.Current.Seen(0);
        Assert.Equal([true, true], vector.Current.Truncated);
        vector.Act([true, false], 1, 1);
        Assert.Equal(last, vector.Current.Seen(0));
        vector.ResetOne(0, seed: 9);
        using var alone = Symbolic();
        Assert.Equal(alone.Reset(9).Data, vector.Current["image"].Row(0).ToArray());
        Assert.Equal([true, false], vector.Current.IsFirst);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_IdleRows_AreLeftAlone(int threads)
    {
        using var vector = new VectorEnvironment(_ => Symbolic().AsArrays(), 3, AutoReset.SameStep, threads);
        using var alone = Symbolic();
        vector.Reset(0);
        alone.Reset(1);
        string seen = vector.Current.Seen(1);
        for (int i = 0; i < 30; i++)
            vector.Act([false, true, false], 2, 2, 1);
        Assert.Equal(seen, vector.Current.Seen(1));
        var now = vector.Current;
        Assert.Equal((0, false, false, true), (now.Rewards[1], now.Terminated[1], now.Truncated[1], now.IsFirst[1]));
        vector.Act(1, 1, 1);
        Assert.Equal(alone.Step(1).Observation.Data, vector.Current["image"].Row(1).ToArray());
        Assert.False(vector.Current.IsFirst[1]);
    }

    [Theory]
    [InlineData(AutoReset.SameStep, 1)]
    [InlineData(AutoReset.SameStep, 3)]
    [InlineData(AutoReset.NextStep, 1)]
    public void Restore_MiddleOfEpisodes_GoesOnTheSame(AutoReset autoReset, int threads)
    {
        using var original = new VectorEnvironment(_ => Of(), 4, autoReset, threads);
        var actions = new ActionBatch(original.Layout.Action, 4);
        var random = new Pcg64(3);
        original.Reset(5);
        int checks = 0;
        for (int step = 0; step < 400; step++)
        {
            if (step % 5 == 4)
            {
                using var copy = new VectorEnvironment(_ => Of(), 4, autoReset);
                byte[] saved = original.Saved();
                copy.Restore(saved);
                Assert.Equal(saved, copy.Saved());
                AssertSame(original.Current, copy.Current);
                for (int further = 0; further < 30; further++)
                {
                    Draw();
                    original.Step(actions);
                    copy.Step(actions);
                    AssertSame(original.Current, copy.Current);
                    checks += original.Current.Terminated.Concat(original.Current.Truncated).Count(ended => ended);
                }
            }
            Draw();
            original.Step(actions);
        }
        Assert.True(checks > 3);

        static IArrayEnvironment Of() => Worlds.Grid("MiniGrid-Empty-Random-5x5-v0", ("max_steps", 40)).AsArrays();

        void Draw()
        {
            foreach (ref long action in actions.Integers.AsSpan())
                action = random.Integers(0, 7);
        }
    }

    [Fact]
    public void Restore_EnvironmentsThatCannotBeSaved_BeginANewEpisode()
    {
        using var original = new VectorEnvironment(_ => new FleetingToy().AsArrays(), 2);
        Assert.Equal(Saving.None, original.Saving);
        original.Reset(4);
        original.Act(0, 1);
        string saved = original.Current.Seen();
        string[] restored = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using var copy = new VectorEnvironment(_ => new FleetingToy().AsArrays(), 2);
            copy.Restore(original.Saved());
            Assert.Equal([true, true], copy.Current.IsFirst);
            Assert.Equal([0f, 0f], copy.Current.Rewards);
            return copy.Current.Seen(0) + copy.Current.Seen(1);
        })];
        Assert.Equal(restored[0], restored[1]);
        Assert.DoesNotContain(saved, restored[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_OtherEnvironments_SaysWhatTheyAre()
    {
        using var one = new VectorEnvironment(_ => Symbolic().AsArrays(), 1);
        using var two = new VectorEnvironment(_ => Symbolic().AsArrays(), 2);
        one.Reset(0);
        Assert.StartsWith("What was saved belongs to 1 environments of (image: ", Assert.Throws<InvalidDataException>(() => two.Restore(one.Saved())).Message,
            StringComparison.Ordinal);
        Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(() => one.Restore(one.Saved()[..^1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_FailingEnvironment_SaysWhichAndWhen(int threads)
    {
        using var vector = new VectorEnvironment(_ => Symbolic().AsArrays(), 4, threads: threads, name: Id);
        vector.Reset(0);
        vector.Act(0, 0, 0, 0);
        var failure = Assert.Throws<EnvironmentFailedException>(() => vector.Act(0, 0, 0, 9));
        Assert.Equal($"Environment 3 ({Id}) failed in its step 2: There is no action 9: use 0 to 6.", failure.Message);
        Assert.Equal((3, Id, 2L), (failure.Index, failure.Name, failure.Step));
        vector.Act(0, 0, 0, 0);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(1e300, "1E+300")]
    public void Step_RewardThatIsNoNumber_SaysWhichAndWhen(double reward, string written)
    {
        using var vector = new VectorEnvironment(_ => Paying(step => step == 3 ? reward : 1), 2, name: "Toy-v0");
        vector.Reset(0);
        vector.Act(0, 0);
        vector.Act(0, 0);
        string message = Assert.Throws<EnvironmentFailedException>(() => vector.Act([true, false], 0, 0)).Message;
        Assert.Equal($"Environment 1 (Toy-v0) failed in its step 3: its reward is {written}, not a finite number", message);
    }

    [Theory]
    [InlineData(AutoReset.SameStep)]
    [InlineData(AutoReset.NextStep)]
    public void Step_FailureWithRestart_CutsTheEpisodeOff(AutoReset autoReset)
    {
        using var vector = new VectorEnvironment(
            i => Paying(step => step == 3 && i == 1 ? double.NaN : 1), 2, autoReset, onFailure: OnFailure.Restart, name: "Toy-v0");
        var told = new List<EnvironmentFailedException>();
        vector.Restarted += told.Add;
        vector.Reset(0);
        for (int step = 1; step <= 3; step++)
            vector.Act(0, 0);
        var now = vector.Current;
        Assert.Equal([1f, 0f], now.Rewards);
        Assert.Equal([false, true], now.Truncated);
        Assert.Equal([false, false], now.Terminated);
        Assert.Equal([null, null], now.Successes);
        Assert.Equal(autoReset == AutoReset.SameStep, now.IsFirst[1]);
        Assert.Equal((1, 3L), (Assert.Single(told).Index, told[0].Step));
        vector.Act(0, 0);
        Assert.Equal(autoReset == AutoReset.NextStep, now.IsFirst[1]);
        Assert.False(now.Truncated[1]);
    }

    [Fact]
    public void Step_FailureRightAfterARestart_Stops()
    {
        using var vector = new VectorEnvironment(_ => Paying(_ => double.NaN), 1, onFailure: OnFailure.Restart);
        vector.Reset(0);
        vector.Act(0);
        Assert.Throws<EnvironmentFailedException>(() => vector.Act(0));
    }

    [Fact]
    public void Reset_EnvironmentWithoutALevel_SaysSo()
    {
        using var vector = new VectorEnvironment(_ => new Roomless().AsArrays(), 2, threads: 2, name: "Roomless-v0");
        var failure = Assert.Throws<EnvironmentFailedException>(() => vector.Reset(0));
        Assert.Equal("Environment 0 (Roomless-v0) could not begin an episode: There is no free cell.", failure.Message);
        Assert.IsType<LevelGenerationException>(failure.InnerException);
    }

    [Fact]
    public void Create_DifferentEnvironments_IsRefusedAndLeavesNoneOpen()
    {
        var made = new List<Closable>();
        string message = Assert.Throws<ArgumentException>(() => new VectorEnvironment(i =>
        {
            made.Add(new Closable(1 + i / 2));
            return made[^1].AsArrays();
        }, 4)).Message;
        Assert.Equal("Environment 2 has state: Float32[2]; one of 2 actions, and environment 0 has state: Float32[1]; one of 2 actions.", message);
        Assert.Equal([true, true, true], made.Select(one => one.IsClosed));
    }

    [Fact]
    public void Step_WhatDoesNotFit_SaysHowManyOfWhat()
    {
        using var vector = new VectorEnvironment(_ => Symbolic().AsArrays(), 2);
        vector.Reset(0);
        var layout = vector.Layout;
        Assert.StartsWith("Give 2 actions", Assert.Throws<ArgumentException>(() => vector.Step(new(layout.Action, 1))).Message, StringComparison.Ordinal);
        Assert.EndsWith("not 2 of one of 6 actions.", Assert.Throws<ArgumentException>(() => vector.Step(new(ActionSpec.Discrete(6), 2))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("Say of all 2", Assert.Throws<ArgumentException>(() => vector.Step(new(vector.Layout.Action, 2), [true])).Message,
            StringComparison.Ordinal);
    }

    private static ImgObsWrapper Symbolic(params (string Name, object? Value)[] keywords) => new(Worlds.Grid(Id, keywords));

    private static IArrayEnvironment Paying(Func<int, double> reward) =>
        new Toy<NdArray<float>, int>(new Box<float>(0, 1, 1), new Discrete(2)) { Reward = reward }.AsArrays();

    private static void AssertSame(StepBatch expected, StepBatch actual)
    {
        for (int i = 0; i < expected.Count; i++)
            Assert.Equal(expected.Seen(i), actual.Seen(i));
        Assert.Equal(expected.Final.SelectMany(rows => rows.Bytes), actual.Final.SelectMany(rows => rows.Bytes));
        Assert.Equal(expected.FinalTexts, actual.FinalTexts);
        Assert.Equal(expected.Rewards, actual.Rewards);
        Assert.Equal(expected.Terminated, actual.Terminated);
        Assert.Equal(expected.Truncated, actual.Truncated);
        Assert.Equal(expected.IsFirst, actual.IsFirst);
        Assert.Equal(expected.Successes, actual.Successes);
    }

    private sealed class Roomless() : MiniGridEnv(new MissionSpace("wait"), 5, 5)
    {
        protected override void GenerateGrid() => throw new LevelGenerationException("There is no free cell.", "no free cell");
    }

    private sealed class Closable(int size) : Toy<NdArray<float>, int>(new Box<float>(0, 1, size), new Discrete(2))
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing) => IsClosed = true;
    }
}
