using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Arrays;

public sealed class PixelNoiseTests
{
    private const int Pixels = 3 * 50 * 50;

    [Fact]
    public void Step_GreyPicture_GetsNoiseOfTheDeviationAskedFor()
    {
        using var noisy = new PixelNoise(Grey(128), 0.1);
        var batch = noisy.Row();
        noisy.Reset(0, batch.Row(0));
        byte[] first = batch["image"].Bytes.ToArray();
        noisy.Step(0, batch);
        double[] errors = [.. batch["image"].Bytes.Select(value => value - 128.0)];
        Assert.InRange(errors.Average(), -1, 1);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 24.5, 26.5); // 25.5
        Assert.InRange(errors.Count(error => Math.Abs(error) > 51) / (double)Pixels, 0.03, 0.06); // beyond two deviations: 4.6 %
        Assert.NotEqual(first, batch["image"].Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Step_BlackAndWhite_AreClipped(byte value)
    {
        using var noisy = new PixelNoise(Grey(value), 0.2);
        var batch = noisy.Row();
        noisy.Reset(0, batch.Row(0));
        Assert.InRange(batch["image"].Bytes.Count(pixel => pixel == value) / (double)Pixels, 0.45, 0.55);
        Assert.All(batch["image"].Bytes, pixel => Assert.InRange(Math.Abs(pixel - value), 0, 127 + 120));
    }

    [Fact]
    public void Reset_SameSeed_MakesTheSameNoise()
    {
        using PixelNoise one = new(Grey(100), 0.1), two = new(Grey(100), 0.1);
        StepBatch a = one.Row(), b = two.Row();
        one.Reset(5, a.Row(0));
        two.Reset(5, b.Row(0));
        Assert.Equal(a["image"].Bytes, b["image"].Bytes);
        two.Reset(6, b.Row(0));
        Assert.NotEqual(a["image"].Bytes, b["image"].Bytes);
    }

    [Fact]
    public void Repeat_FrameMaximum_SeesNoiseInBothFrames()
    {
        using var brighter = new FrameMaximum(new PixelNoise(Grey(128), 0.1), 4);
        var batch = brighter.Row();
        brighter.Reset(0, batch.Row(0));
        brighter.Step(0, batch);
        Assert.InRange(batch["image"].Bytes.Average(value => (double)value) - 128, 13, 16); // the mean of the larger of two: 0.564 deviations, 14.4
    }

    [Fact]
    public void Restore_InTheMiddle_GoesOnWithTheSameNoise()
    {
        using var original = Grid();
        var a = original.Row();
        original.Reset(2, a.Row(0));
        for (int step = 0; step < 20; step++)
        {
            using var copy = Grid();
            var b = copy.Row();
            copy.Restore(original.Saved());
            Assert.Equal(original.Step(step % 3, a), copy.Step(step % 3, b));
            Assert.Equal(a.Seen(), b.Seen());
        }

        static PixelNoise Grid() =>
            new(new PixelWrapper<int>(new ImgObsWrapper(new RgbImgObsWrapper(Worlds.Grid("MiniGrid-Dynamic-Obstacles-6x6-v0"), 16)), 24, 24).AsArrays(), 0.05);
    }

    private static IArrayEnvironment Grey(byte value) => new Toy<NdArray<byte>, int>(new Box<byte>(value, value, 3, 50, 50), new Discrete(2)).AsArrays();
}
