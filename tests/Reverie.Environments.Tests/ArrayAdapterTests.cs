using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

public sealed class ArrayAdapterTests
{
    [Fact]
    public void AsArrays_Grid_ShowsImageDirectionAndMission()
    {
        using var grid = Worlds.Grid("MiniGrid-DoorKey-5x5-v0");
        using var arrays = Worlds.Grid("MiniGrid-DoorKey-5x5-v0").AsArrays();
        Assert.Equal("image: UInt8[7, 7, 3], direction: Int64[], mission: text; one of 7 actions", arrays.Layout.ToString());
        Assert.Equal((0, 3), (arrays.Layout["direction"].Low, arrays.Layout["direction"].High));
        var batch = arrays.Row();
        arrays.Reset(3, batch.Row(0));
        var expected = grid.Reset(3);
        for (int step = 0; step < 20; step++)
        {
            Assert.Equal(expected.Image.Data, batch["image"].Bytes);
            Assert.Equal((int)expected.Direction, batch["direction"].As<long>()[0]);
            Assert.Equal(expected.Mission, batch.Texts[0][0]);
            var signal = arrays.Step(step % 3, batch);
            var result = grid.Step(step % 3);
            Assert.Equal((result.Reward, result.Terminated, result.Truncated), (signal.Reward, signal.Terminated, signal.Truncated));
            expected = result.Observation;
        }
    }

    [Fact]
    public void AsArrays_LoneObservations_AreNamedByWhatTheyAre()
    {
        Assert.Equal("image: UInt8[2, 3, 4]; one of 2 actions", Layout(new Box<byte>(0, 255, 2, 3, 4)));
        Assert.Equal("state: UInt8[6]; one of 2 actions", Layout(new Box<byte>(0, 255, 6)));
        Assert.Equal("state: Float32[3]; one of 2 actions", Layout(new Box<float>(-1, 1, 3)));
        Assert.Equal("state: Float32[2, 2]; one of 2 actions", Layout(new Box<double>(-1, 1, 2, 2)));
        Assert.Equal("state: Int64[3]; one of 2 actions", Layout(new Box<int>(-1, 9, 3)));
        Assert.Equal("state: Int64[3]; one of 2 actions", Layout(new Box<long>(-1, 9, 3)));
        Assert.Equal("state: Int64[]; one of 2 actions", Layout(new Discrete(5)));
        Assert.Equal("state: Int64[2]; one of 2 actions", Layout(new MultiDiscrete(3, 4)));
        Assert.Equal("state: Float32[]; one of 2 actions", Layout(new RealLine()));
        Assert.Equal("text: text; one of 2 actions", Layout(MissionSpace.Any));

        static string Layout<T>(Space<T> space) where T : notnull => new Toy<T, int>(space, new Discrete(2)).AsArrays().Layout.ToString();
    }

    [Fact]
    public void AsArrays_WrappedGrids_CarryEveryPart()
    {
        var grid = Worlds.Grid("MiniGrid-DoorKey-5x5-v0");
        Assert.Equal(
            "image: UInt8[7, 7, 3], direction: Int64[], token: Int64[], is_read_step: Int64[]; one of 7 actions",
            new MissionStreamWrapper(grid).AsArrays().Layout.ToString());
        Assert.Equal("image: Int64[5, 5, 3], direction: Int64[], mission: text; one of 7 actions", new SymbolicObsWrapper(grid).AsArrays().Layout.ToString());
        var directed = new DirectionObsWrapper(Worlds.Grid("MiniGrid-Empty-5x5-v0")).AsArrays();
        var batch = directed.Row();
        directed.Reset(0, batch.Row(0));
        Assert.Equal("goal_direction", directed.Layout.Observations[^1].Name);
        Assert.Equal(1, batch["goal_direction"].As<float>()[0]);
    }

    [Fact]
    public void AsArrays_PartsWithinParts_AreNamedByTheirPath()
    {
        var inner = new DictSpace<Parts>(values => new Parts(values), ("speed", new Box<float>(-1, 1, 2)), ("gear", new Discrete(5)));
        var outer = new DictSpace<Parts>(values => new Parts(values), ("body", inner), ("radio", MissionSpace.Any));
        using var arrays = new Toy<Parts, int>(outer, new Discrete(2)).AsArrays();
        Assert.Equal("body.speed: Float32[2], body.gear: Int64[], radio: text; one of 2 actions", arrays.Layout.ToString());
        var batch = arrays.Row();
        arrays.Reset(3, batch.Row(0));
        var expected = (Parts)new Toy<Parts, int>(outer, new Discrete(2)).Reset(3)["body"];
        Assert.Equal(((NdArray<float>)expected["speed"]).Data, batch["body.speed"].As<float>().ToArray());
        Assert.Equal((int)expected["gear"], batch["body.gear"].As<long>()[0]);
        Assert.Equal("go", batch.Texts[0][0]);
    }

    [Fact]
    public void Write_EveryKindOfElement_KeepsItsValue()
    {
        AssertSame(new Box<double>(-1, 1, 3), (value, batch) => Assert.Equal(value.Data.Select(x => (float)x), batch["state"].As<float>().ToArray()));
        AssertSame(new Box<float>(-1, 1, 3), (value, batch) => Assert.Equal(value.Data, batch["state"].As<float>().ToArray()));
        AssertSame(new Box<int>(-9, 9, 3), (value, batch) => Assert.Equal(value.Data.Select(x => (long)x), batch["state"].As<long>().ToArray()));
        AssertSame(new Box<long>(-9, 9, 3), (value, batch) => Assert.Equal(value.Data, batch["state"].As<long>().ToArray()));
        AssertSame(new MultiDiscrete(3, 4, 5), (value, batch) => Assert.Equal(value.Data.Select(x => (long)x), batch["state"].As<long>().ToArray()));
        AssertSame(new Discrete(1000), (value, batch) => Assert.Equal(value, batch["state"].As<long>()[0]));
        AssertSame(new RealLine(), (value, batch) => Assert.Equal((float)value, batch["state"].As<float>()[0]));

        static void AssertSame<T>(Space<T> space, Action<T, StepBatch> assert) where T : notnull
        {
            var arrays = new Toy<T, int>(space, new Discrete(2)).AsArrays();
            var batch = arrays.Row();
            arrays.Reset(5, batch.Row(0));
            assert(new Toy<T, int>(space, new Discrete(2)).Reset(5), batch);
        }
    }

    [Fact]
    public void Step_SeveralChoicesOrNumbers_ReachTheEnvironment()
    {
        var choosing = new Toy<NdArray<float>, NdArray<int>>(new Box<float>(0, 1, 1), new MultiDiscrete(3, 300));
        Act(choosing, new([2, 299], default));
        Assert.Equal([2, 299], choosing.Taken!.Data);
        var moving = new Toy<NdArray<float>, NdArray<float>>(new Box<float>(0, 1, 1), new Box<float>(-1, 1, 2));
        Act(moving, new(default, [0.5f, -3f]));
        Assert.Equal([0.5f, -3f], moving.Taken!.Data);
        var precise = new Toy<NdArray<float>, NdArray<double>>(new Box<float>(0, 1, 1), new Box<double>(-1, 1, 2, 2));
        Assert.Equal(4, Act(precise, new(default, [1, 2, 3, 4])).Action.Size);
        Assert.Equal([1, 2, 3, 4], precise.Taken!.Data);

        static StepLayout Act(IEnvironment environment, ActionRow action)
        {
            var arrays = environment.AsArrays();
            var batch = arrays.Row();
            arrays.Reset(0, batch.Row(0));
            arrays.Step(action, batch.Row(0));
            return arrays.Layout;
        }
    }

    [Fact]
    public void Step_WhatIsNoAction_IsRefusedInOneSentence()
    {
        Refused(new Discrete(3), new([3], default), "There is no action 3: use 0 to 2.");
        Refused(new Discrete(3), new([-1], default), "There is no action -1: use 0 to 2.");
        Refused(new MultiDiscrete(3, 4), new([0, 4], default), "There is no choice 4 at place 1 of an action: use 0 to 3.");
        Refused(new Box<float>(-1, 1, 2), new(default, [0, float.NaN]), "Number 1 of an action is NaN: actions are finite numbers.");

        static void Refused<T>(Space<T> actions, ActionRow action, string sentence) where T : notnull
        {
            var arrays = new Toy<NdArray<float>, T>(new Box<float>(0, 1, 1), actions).AsArrays();
            var batch = arrays.Row();
            arrays.Reset(0, batch.Row(0));
            try
            {
                arrays.Step(action, batch.Row(0));
                Assert.Fail("taken");
            }
            catch (ArgumentOutOfRangeException e)
            {
                Assert.StartsWith(sentence, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AsArrays_SpacesThatNoArrayHolds_AreRefused()
    {
        var strange = new Toy<NdArray<byte>, string>(new Box<byte>(0, 1, 1), MissionSpace.Any);
        Assert.StartsWith("Actions of Text cannot be written as numbers", Assert.Throws<NotSupportedException>(strange.AsArrays).Message);
        var short16 = new Toy<NdArray<short>, int>(new Box<short>(0, 1, 1), new Discrete(2));
        Assert.StartsWith("No array can hold observations of Box(0, 1, [1], Int16)", Assert.Throws<NotSupportedException>(short16.AsArrays).Message);
    }

    [Fact]
    public void Success_Grid_IsAReturnAboveNothing()
    {
        using var arrays = new ImgObsWrapper(Worlds.Grid("MiniGrid-Empty-5x5-v0")).AsArrays();
        Assert.Equal("missions accomplished", arrays.SuccessMeaning);
        var batch = arrays.Row();
        arrays.Reset(0, batch.Row(0));
        Assert.Equal(new StepSignal(0, false, false, Success: false), arrays.Step(2, batch));
        foreach (int action in new[] { 2, 1, 2 })
            arrays.Step(action, batch);
        var end = arrays.Step(2, batch);
        Assert.True(end is { Terminated: true, Success: true, Reward: > 0 });
        arrays.Reset(null, batch.Row(0));
        Assert.False(arrays.Step(0, batch).Success);
        Assert.Null(new Toy<NdArray<float>, int>(new Box<float>(0, 1, 1), new Discrete(2)).AsArrays().SuccessMeaning);
    }

    private sealed class Parts(IReadOnlyDictionary<string, object> values) : IDictObservation
    {
        public IReadOnlyList<string> Keys { get; } = [.. values.Keys];

        public object this[string key] => values[key];
    }
}
