using Reverie.Torch.Distributed;
using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Distributed;

public sealed class GradientAverageTests
{
    /// <summary>Larger than a bucket, small, without a gradient in one process, and without one in any.</summary>
    private static readonly long[] Sizes = [7_000_000, 3, 5, 2];

    [Fact]
    public void Apply_GradientsOfTwo_AreTheirMeanInBoth()
    {
        float[][][] means = Together.Run(2, group =>
        {
            using var scope = new TensorScope();
            Tensor[] parameters = [.. Sizes.Select(size => Tensor.Zeros([size]))];
            parameters[0].Grad = Tensor.Ones([Sizes[0]]) * (group.Rank + 1);
            parameters[1].Grad = Tensor.Ones([Sizes[1]]) * (10 * group.Rank);
            if (group.Rank == 1)
                parameters[2].Grad = Tensor.Ones([Sizes[2]]) * 4;
            GradientAverage.Apply(parameters, group);
            return Array.ConvertAll(parameters, parameter => parameter.Grad?.ToArray<float>() ?? []);
        });
        foreach (float[][] mean in means)
        {
            Assert.Equal((1.5f, 1.5f), (mean[0].Min(), mean[0].Max()));
            Assert.Equal([5, 5, 5], mean[1]);
            Assert.Equal([2, 2, 2, 2, 2], mean[2]);
            Assert.Empty(mean[3]);
        }
    }

    [Fact]
    public void Step_OfAnOptimizerOfTwo_FollowsTheMean()
    {
        double[][] moved = Together.Run(2, group =>
        {
            using var scope = new TensorScope();
            var weight = Tensor.Zeros([1]);
            using var sgd = new Sgd([new ParameterGroup("all", [weight], 1.0)]) { Processes = group };
            weight.Grad = Tensor.Ones([1]) * (group.Rank == 0 ? 1 : 3);
            return new[] { sgd.Step(), weight.Item() };
        });
        Assert.All(moved, step => Assert.Equal([2, -2], step));
    }

    [Fact]
    public void SeparateDraws_OfTwo_DifferInsideOnly()
    {
        Assert.NotEqual(Draw(rank: 0, isInside: true), Draw(rank: 1, isInside: true));
        Assert.Equal(Draw(rank: 0, isInside: false), Draw(rank: 1, isInside: false));

        static float Draw(int rank, bool isInside)
        {
            using var scope = new TensorScope();
            TorchRuntime.ManualSeed(5);
            using (SeparateDraws.Begin(new Alone(rank), Device.Cpu))
            {
                if (isInside)
                    return (float)Tensor.Rand([1]).Item();
            }
            return (float)Tensor.Rand([1]).Item();
        }
    }

    /// <summary>One of two that never speaks to the other.</summary>
    private sealed class Alone(int rank) : IProcessGroup
    {
        public int Rank => rank;

        public int Size => 2;

        public void Sum(Tensor values) => throw new InvalidOperationException();

        public void Sum(Span<double> values) => throw new InvalidOperationException();

        public byte[][] Exchange(ReadOnlySpan<byte> own) => throw new InvalidOperationException();

        public byte[] Share(ReadOnlySpan<byte> bytes) => throw new InvalidOperationException();

        public void Watch(Func<bool> wanted, Action seen) => throw new InvalidOperationException();

        public void Leave(string reason) => throw new InvalidOperationException();

        public void Dispose()
        {
        }
    }
}
