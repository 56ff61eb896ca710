using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Seeding;
using Reverie.Training.Environments;

namespace Reverie.Training.Tests.Environments;

/// <summary>The pixel environment of before and what takes its place, side by side.</summary>
public sealed class ArrayStackTests
{
    [Theory]
    [InlineData("MiniGrid-Empty-Random-5x5-v0", 0, 1, null, false, true)]
    [InlineData("MiniGrid-Empty-Random-5x5-v0", 5, 4, 37, true, true)]
    [InlineData("MiniGrid-DoorKey-5x5-v0", 1, 2, null, false, false)]
    [InlineData("MiniGrid-Dynamic-Obstacles-6x6-v0", 2, 3, 50, true, true)]
    [InlineData("MiniGrid-LavaGapS5-v0", 3, 4, 6, false, false)]
    [InlineData("BabyAI-SynthS5R2-v0", 4, 3, 60, false, true)]
    public void Step_NewStack_EqualsThePixelEnvironment(string id, ulong seed, int skip, int? limit, bool clip, bool world)
    {
        using var old = new PixelEnvironment(Pixels(id, world), new(skip, limit, clip), seed);
        IArrayEnvironment stack = Pixels(id, world).AsArrays();
        if (limit is { } frames)
            stack = new EpisodeLimit(stack, frames);
        stack = new ActionRepeat(stack, skip);
        using var now = clip ? new RewardSign(stack) : stack;
        byte[] frame = new byte[3 * 24 * 24];
        var batch = new StepBatch(now.Layout, 1);
        old.Reset(frame);
        now.Reset(seed, batch.Row(0));
        Assert.Equal(frame, batch["image"].Bytes);
        var random = new Pcg64(seed + 100);
        int ends = 0;
        for (int step = 0; step < 500; step++)
        {
            int action = random.Integers(0, now.Layout.Action.Choices[0]);
            var (reward, end) = old.Step(action, frame);
            var signal = now.Step(new([action], default), batch.Row(0));
            Assert.Equal((reward, end), ((float)signal.Reward, signal.Done));
            Assert.Equal(frame, batch["image"].Bytes);
            if (!end)
                continue;
            ends++;
            old.Reset(frame);
            now.Reset(null, batch.Row(0));
            Assert.Equal(frame, batch["image"].Bytes);
        }
        Assert.True(ends > 0);
    }

    private static PixelWrapper<int> Pixels(string id, bool world)
    {
        var grid = (MiniGridEnv)BuiltInEnvironments.CreateRegistry().Make(id);
        return new(new ImgObsWrapper(world ? new RgbImgObsWrapper(grid, 16) : new RgbImgPartialObsWrapper(grid, 16)), 24, 24);
    }
}
