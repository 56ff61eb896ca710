using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;
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
        using var vector = new VectorEnvironment(_ => Symbolic(), Count, AutoReset.SameStep, threads);
        Environment<NdArray<byte>, int>[] singles = [.. Enumerable.Range(0, Count).Select(_ => Symbolic())];
        vector.Reset(seed: 3);
        for (int i = 0; i < Count; i++)
            Assert.Equal(singles[i].Reset(3 + (ulong)i).Data, vector.Observation(i).ToArray());
        var random = new Pcg64(0);
        int[] actions = new int[Count];
        int ends = 0;
        for (int step = 0; step < 600; step++)
        {
            foreach (ref int action in actions.AsSpan())
                action = random.Integers(0, 7);
            vector.Step(actions);
            for (int i = 0; i < Count; i++)
            {
                var single = singles[i].Step(actions[i]);
                Assert.Equal((single.Reward, single.Terminated, single.Truncated), (vector.Rewards[i], vector.Terminated[i], vector.Truncated[i]));
                if (single.Done)
                {
                    ends++;
                    Assert.Equal(single.Observation.Data, vector.FinalObservation(i).ToArray());
                    Assert.Equal(singles[i].Reset().Data, vector.Observation(i).ToArray());
                }
                else
                {
                    Assert.Equal(single.Observation.Data, vector.Observation(i).ToArray());
                }
            }
        }
        Assert.True(ends >= Count);
    }

    [Fact]
    public void Step_NextStepReset_IgnoresTheActionAfterTheEnd()
    {
        using var vector = new VectorEnvironment(_ => Symbolic(("max_steps", 2)), 1, AutoReset.NextStep);
        vector.Reset(0);
        byte[] first = vector.Observation(0).ToArray();
        vector.Step([0]);
        vector.Step([0]);
        Assert.True(vector.Truncated[0]);
        vector.Step([2]);
        Assert.False(vector.Truncated[0]);
        Assert.Equal(0, vector.Rewards[0]);
        Assert.NotEqual(first, vector.FinalObservation(0).ToArray());
    }

    [Fact]
    public void Step_FailingEnvironment_PassesTheErrorOn()
    {
        using var vector = new VectorEnvironment(_ => Symbolic(), 4, threads: 2);
        vector.Reset(0);
        Assert.Contains("There is no action 9", Assert.Throws<ArgumentOutOfRangeException>(() => vector.Step([0, 0, 0, 9])).Message, StringComparison.Ordinal);
        vector.Step([0, 0, 0, 0]);
    }

    [Fact]
    public void Step_WrongNumberOfActions_SaysHowMany()
    {
        using var vector = new VectorEnvironment(_ => Symbolic(), 2);
        Assert.StartsWith("Give 2 actions", Assert.Throws<ArgumentException>(() => vector.Step([1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PixelWrapper_EqualSizes_OnlyTurnsTheAxes()
    {
        var image = new ImgObsWrapper(new RgbImgObsWrapper(EnvironmentRegistry.Default.MakeGrid("MiniGrid-Empty-8x8-v0"), tileSize: 8));
        var pixels = new PixelWrapper(image);
        byte[] planes = pixels.Reset(0).Data;
        byte[] interleaved = image.Reset(0).Data;
        for (int i = 0; i < 64 * 64; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                Assert.Equal(interleaved[i * 3 + channel], planes[channel * 64 * 64 + i]);
        }
    }

    [Fact]
    public void PixelWrapper_HalfSize_AveragesBlocks()
    {
        var image = new ImgObsWrapper(new RgbImgObsWrapper(EnvironmentRegistry.Default.MakeGrid("MiniGrid-Empty-8x8-v0"), tileSize: 16));
        byte[] small = new PixelWrapper(image).Reset(0).Data;
        byte[] large = image.Reset(0).Data;
        for (int y = 0; y < 64; y++)
        {
            for (int x = 0; x < 64; x++)
            {
                int At(int row, int column) => large[((2 * y + row) * 128 + 2 * x + column) * 3];
                double mean = (At(0, 0) + At(0, 1) + At(1, 0) + At(1, 1)) / 4.0;
                Assert.InRange(small[y * 64 + x] - mean, -0.51, 0.51);
            }
        }
    }

    private static ImgObsWrapper Symbolic(params (string Name, object? Value)[] keywords) => new(EnvironmentRegistry.Default.MakeGrid(Id, keywords));

    private static PixelWrapper Pixels() => new(new ImgObsWrapper(new RgbImgPartialObsWrapper(EnvironmentRegistry.Default.MakeGrid(Id))));
}
