using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Arrays;

public sealed class ArrayDecoratorTests
{
    [Fact]
    public void ActionRepeat_Rewards_AreSummedUntilTheEpisodeEnds()
    {
        using var repeated = new ActionRepeat(Counting(), 6);
        var batch = repeated.Row();
        repeated.Reset(0, batch.Row(0));
        Assert.Equal(new StepSignal(1 + 2 + 3 + 4 + 5 + 6, false, false), repeated.Step(0, batch));
        repeated.Step(0, batch);
        repeated.Step(0, batch);
        Assert.Equal(new StepSignal(19 + 20, true, false), repeated.Step(0, batch));
    }

    [Fact]
    public void ActionRepeat_Pictures_ShowTheBrighterOfTheLastTwoFrames()
    {
        using var single = Pictures();
        using var repeated = new ActionRepeat(Pictures(), 3);
        using var last = new ActionRepeat(Pictures(), 3, mergeImages: false);
        StepBatch one = single.Row(), merged = repeated.Row(), plain = last.Row();
        single.Reset(0, one.Row(0));
        repeated.Reset(0, merged.Row(0));
        last.Reset(0, plain.Row(0));
        for (int step = 0; step < 5; step++)
        {
            byte[][] frames = [.. Enumerable.Range(0, 3).Select(_ =>
            {
                single.Step(0, one);
                return one["image"].Bytes.ToArray();
            })];
            repeated.Step(0, merged);
            last.Step(0, plain);
            Assert.Equal(frames[1].Zip(frames[2], Math.Max), merged["image"].Bytes);
            Assert.Equal(frames[2], plain["image"].Bytes);
        }
    }

    [Fact]
    public void EpisodeLimit_LongEpisode_IsTruncatedThere()
    {
        using var limited = new EpisodeLimit(Counting(), 5);
        var batch = limited.Row();
        for (int episode = 0; episode < 2; episode++)
        {
            limited.Reset(0, batch.Row(0));
            for (int step = 1; step <= 5; step++)
                Assert.Equal(new StepSignal(step, false, step == 5), limited.Step(0, batch));
        }
        using var exact = new EpisodeLimit(Counting(), Toy<NdArray<float>, int>.Length);
        exact.Reset(0, batch.Row(0));
        for (int step = 1; step < Toy<NdArray<float>, int>.Length; step++)
            Assert.False(exact.Step(0, batch).Done);
        Assert.Equal(new StepSignal(20, true, false), exact.Step(0, batch));
    }

    [Theory]
    [InlineData(-3.5, -1)]
    [InlineData(0, 0)]
    [InlineData(0.25, 1)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void RewardSign_Reward_BecomesItsSignUnlessItIsNoNumber(double reward, double paid)
    {
        using var signs = new RewardSign(new Toy<NdArray<float>, int>(new Box<float>(0, 1, 1), new Discrete(2)) { Reward = _ => reward }.AsArrays());
        var batch = signs.Row();
        signs.Reset(0, batch.Row(0));
        Assert.Equal(paid, signs.Step(0, batch).Reward);
    }

    [Theory]
    [InlineData(Saving.Replay)]
    [InlineData(Saving.Snapshot)]
    public void Restore_Stack_GoesOnTheSame(Saving saving)
    {
        using var original = Stack();
        Assert.Equal(saving, original.Saving);
        var a = original.Row();
        var random = new Pcg64(3);
        original.Reset(2, a.Row(0));
        for (int step = 0; step < 60; step++)
        {
            using var copy = Stack();
            var b = copy.Row();
            copy.Restore(original.Saved());
            int action = random.Integers(0, original.Layout.Action.Choices[0]);
            var signal = original.Step(action, a);
            Assert.Equal(signal, copy.Step(action, b));
            Assert.Equal(a.Seen(), b.Seen());
            if (signal.Done)
                original.Reset(null, a.Row(0));
        }

        IArrayEnvironment Stack() => new RewardSign(new ActionRepeat(
            new EpisodeLimit(saving == Saving.Replay ? new ImgObsWrapper(Worlds.Grid("MiniGrid-Dynamic-Obstacles-6x6-v0")).AsArrays()
                : new SnapshotToy().AsArrays(), 11), 3));
    }

    [Fact]
    public void Save_StackOverWhatCannotBeSaved_WritesNothing()
    {
        using var stack = new ActionRepeat(new EpisodeLimit(new FleetingToy().AsArrays(), 11), 3);
        Assert.Equal(Saving.None, stack.Saving);
        Assert.Empty(stack.Saved());
        stack.Restore([]);
    }

    /// <summary>Checksums of all frames, rewards and ends of 300 steps, recorded with the pixel environment of version 0.1.</summary>
    [Theory]
    [InlineData("MiniGrid-Empty-Random-5x5-v0", 0, 1, null, false, true, 1866725628u)]
    [InlineData("MiniGrid-Empty-Random-5x5-v0", 5, 4, 37, true, true, 3565087963u)]
    [InlineData("MiniGrid-DoorKey-5x5-v0", 1, 2, null, false, false, 2573445850u)]
    [InlineData("MiniGrid-Dynamic-Obstacles-6x6-v0", 2, 3, 50, true, true, 3324820622u)]
    [InlineData("MiniGrid-LavaGapS5-v0", 3, 4, 6, false, false, 3100108506u)]
    [InlineData("BabyAI-SynthS5R2-v0", 4, 3, 60, false, true, 2377431627u)]
    public void Step_PixelStack_IsThatOfVersion01(string id, ulong seed, int skip, int? limit, bool clip, bool world, uint expected)
    {
        var grid = Worlds.Grid(id);
        var stack = new PixelWrapper<int>(
            new ImgObsWrapper(world ? new RgbImgObsWrapper(grid, 16) : new RgbImgPartialObsWrapper(grid, 16)), 24, 24).AsArrays();
        if (limit is { } frames)
            stack = new EpisodeLimit(stack, frames);
        stack = new ActionRepeat(stack, skip);
        using var whole = clip ? new RewardSign(stack) : stack;
        var batch = whole.Row();
        var random = new Pcg64(seed + 100);
        whole.Reset(seed, batch.Row(0));
        uint crc = Crc32.Compute(batch["image"].Bytes);
        for (int step = 0; step < 300; step++)
        {
            var signal = whole.Step(random.Integers(0, whole.Layout.Action.Choices[0]), batch);
            crc = Crc32.Append(crc, batch["image"].Bytes);
            crc = Crc32.Append(crc, BitConverter.GetBytes((float)signal.Reward));
            crc = Crc32.Append(crc, [signal.Done ? (byte)1 : (byte)0]);
            if (!signal.Done)
                continue;
            whole.Reset(null, batch.Row(0));
            crc = Crc32.Append(crc, batch["image"].Bytes);
        }
        Assert.Equal(expected, crc);
    }

    private static IArrayEnvironment Counting() => new Toy<NdArray<float>, int>(new Box<float>(0, 1, 1), new Discrete(2)).AsArrays();

    private static IArrayEnvironment Pictures() => new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 3, 5, 7), new Discrete(2)).AsArrays();
}
