using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Atari;

public sealed class AtariDecoratorTests
{
    [Fact]
    public void NoopStart_ManyResets_TakesEveryNumberFromLeastToGreatest()
    {
        var toy = new LivesToy();
        using var start = new NoopStart(toy.AsArrays(), noop: 2, min: 3, max: 7);
        var batch = start.Row();
        var counts = new HashSet<int>();
        start.Reset(1, batch.Row(0));
        for (int i = 0; i < 200; i++)
        {
            start.Reset(null, batch.Row(0));
            counts.Add(toy.Steps);
            Assert.Equal(2, toy.Taken);
        }
        Assert.Equal([3, 4, 5, 6, 7], counts.Order());
        start.Reset(9, batch.Row(0));
        int first = toy.Steps;
        start.Reset(9, batch.Row(0));
        Assert.Equal(first, toy.Steps);
    }

    [Fact]
    public void NoopStart_EpisodeEndsMeanwhile_GoesOnInTheNext()
    {
        var toy = new LivesToy();
        using var start = new NoopStart(toy.AsArrays(), 0, 25, 25);
        start.Reset(1, start.Row().Row(0));
        Assert.Equal(25 - LivesToy.Length, toy.Steps);
    }

    [Fact]
    public void LifeLossEnd_LifeLost_EndsAndGoesOnWithOneAction()
    {
        var toy = new LivesToy();
        using var lives = new LifeLossEnd(toy.AsArrays(), () => toy.Lives ?? 0);
        var batch = lives.Row();
        lives.Reset(1, batch.Row(0));
        for (int step = 1; step <= 6; step++)
            Assert.Equal(new StepSignal(step, step == 6, false), lives.Step(1, batch));
        lives.Reset(null, batch.Row(0));
        Assert.Equal((7, 0), (toy.Steps, toy.Taken));
        for (int step = 8; step <= 12; step++)
            Assert.Equal(step == 12, lives.Step(1, batch).Done);
        // With a seed it is the game that begins anew.
        lives.Reset(1, batch.Row(0));
        Assert.Equal(0, toy.Steps);
    }

    /// <summary>Episodes have 20 frames, and at the end the slots hold frames of the last two actions: which, depends on how many frames the last one had.</summary>
    [Theory]
    [InlineData(4, 19, 20)]
    [InlineData(3, 20, 18)]
    [InlineData(7, 20, 14)]
    [InlineData(6, 17, 18)]
    [InlineData(1, 20, 20)]
    public void FrameMaximum_EpisodeEndsEarly_ShowsWhatTheSlotsHold(int skip, int slot0, int slot1)
    {
        using var single = new LivesToy().AsArrays();
        using var skipping = new FrameMaximum(new LivesToy().AsArrays(), skip);
        StepBatch one = single.Row(), seen = skipping.Row();
        for (ulong episode = 0; episode < 2; episode++)
        {
            single.Reset(episode, one.Row(0));
            skipping.Reset(episode, seen.Row(0));
            Assert.Equal(one.Seen(), seen.Seen());
            byte[][] frames = [.. Enumerable.Range(0, LivesToy.Length).Select(_ =>
            {
                single.Step(0, one);
                return one["image"].Bytes.ToArray();
            })];
            while (!skipping.Step(0, seen).Done)
            {
            }
            Assert.Equal(frames[slot0 - 1].Zip(frames[slot1 - 1], Math.Max), seen["image"].Bytes);
        }
    }

    [Fact]
    public void Repeat_ThroughLimitAndSign_IsThatOfSingleSteps()
    {
        using var single = new EpisodeLimit(new RewardSign(new LivesToy().AsArrays()), 7);
        using var several = new EpisodeLimit(new RewardSign(new LivesToy().AsArrays()), 7);
        StepBatch one = single.Row(), last = several.Row(), previous = several.Row();
        single.Reset(5, one.Row(0));
        several.Reset(5, last.Row(0));
        foreach (int wanted in (int[])[4, 4, 4, 3])
        {
            double[] rewards = new double[wanted];
            var signal = several.Repeat(new([1], default), rewards, previous.Row(0), last.Row(0), out int times);
            for (int i = 0; i < times; i++)
            {
                if (i == wanted - 1)
                    Assert.Equal(one.Seen(), previous.Seen());
                var step = single.Step(1, one);
                Assert.Equal((step.Reward, step.Done), (rewards[i], i == times - 1 && signal.Done));
            }
            Assert.Equal((one.Seen(), rewards[..times].Sum()), (last.Seen(), signal.Reward));
            Assert.Equal(signal.Done, times < wanted || signal.Truncated);
            if (!signal.Done)
                continue;
            single.Reset(null, one.Row(0));
            several.Reset(null, last.Row(0));
        }
    }

    [Fact]
    public void Restore_WholeChain_GoesOnTheSame()
    {
        using var original = Chain();
        var a = original.Row();
        var random = new Pcg64(3);
        original.Reset(2, a.Row(0));
        for (int step = 0; step < 80; step++)
        {
            using var copy = Chain();
            var b = copy.Row();
            copy.Restore(original.Saved());
            int action = random.Integers(0, 3);
            Assert.Equal(original.Step(action, a), copy.Step(action, b));
            Assert.Equal(a.Seen(), b.Seen());
            if (step % 3 != 2)
                continue;
            original.Reset(null, a.Row(0));
            copy.Reset(null, b.Row(0));
            Assert.Equal(a.Seen(), b.Seen());
        }

        static IArrayEnvironment Chain()
        {
            var toy = new LivesToy();
            return new LifeLossEnd(new FrameMaximum(new NoopStart(new EpisodeLimit(toy.AsArrays(), 17), 0, 1, 4), 3), () => toy.Lives ?? 0);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 9)]
    [InlineData(64, 64)]
    [InlineData(300, 200)]
    public void Resize_OnePlainColour_StaysThatColour(int height, int width)
    {
        var plain = new Toy<NdArray<byte>, int>(new Box<byte>(77, 77, 64, 50, 3), new Discrete(2));
        using var pixels = new PixelWrapper<int>(plain, height, width, Resampling.Bilinear);
        Assert.All(pixels.Reset(0).Data, value => Assert.Equal(77, value));
    }

    [Fact]
    public void Resize_SameSize_IsACopyInPlanes()
    {
        var images = new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 6, 5, 3), new Discrete(2));
        using var bilinear = new PixelWrapper<int>(images, 6, 5, Resampling.Bilinear);
        using var area = new PixelWrapper<int>(images, 6, 5);
        Assert.Equal(area.Reset(4).Data, bilinear.Reset(4).Data);
    }
}
