namespace Reverie.Torch.Tests.Functional;

/// <summary>The fast convolution beside the direct sum in double precision.</summary>
public sealed class Conv3x3Tests
{
    // Relative to the largest value: what float32 keeps of the transforms.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(2, 64, 64, 32, 32)]
    [InlineData(3, 32, 64, 18, 13)] // tiles that stick out of the image
    [InlineData(5, 16, 80, 7, 9)] // outputs beyond a whole group of vectors
    [InlineData(1, 64, 32, 8, 8)] // as few tiles as pay
    [InlineData(3, 64, 32, 4, 8)] // too few: direct
    [InlineData(2, 3, 64, 16, 16)] // channels that fill no vector: direct
    public void Conv3x3_AnyShape_IsTheDirectSum(int images, int inputs, int outputs, int height, int width)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var values = new[] { Tensor.Randn([images, inputs, height, width], generator), Tensor.Randn([outputs, inputs, 3, 3], generator),
            Tensor.Randn([outputs], generator) };
        var upstream = Tensor.Randn([images, outputs, height, width], generator);
        var fast = Leaves(values, ScalarType.Float32);
        var direct = Leaves(values, ScalarType.Float64);

        var y = F.Conv3x3(fast[0], fast[1], fast[2]);
        var expected = F.Conv2d(direct[0], direct[1], direct[2], padding: 1);
        (y * upstream).Sum().Backward();
        (expected * upstream.To(ScalarType.Float64)).Sum().Backward();

        Assert.InRange(RelativeError(y, expected), 0, Tolerance);
        for (int i = 0; i < 3; i++)
            Assert.InRange(RelativeError(fast[i].Grad!, direct[i].Grad!), 0, Tolerance);
        using var noGrad = new NoGrad();
        Assert.Equal(y.ToArray<float>(), F.Conv3x3(fast[0], fast[1], fast[2]).ToArray<float>());
        Assert.InRange(RelativeError(F.Conv3x3(fast[0], fast[1]), F.Conv2d(direct[0], direct[1], padding: 1)), 0, Tolerance);
    }

    [Fact]
    public void Conv3x3_FrozenInput_GivesTheWeightsGradientOnly()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        var x = Tensor.Randn([2, 32, 16, 16], generator);
        var weight = Leaves([Tensor.Randn([32, 32, 3, 3], generator)], ScalarType.Float32)[0];
        F.Conv3x3(x, weight).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.NotNull(weight.Grad);
    }

    [Fact]
    public void Conv3x3_Autocast_ComputesInBfloat16()
    {
        using var scope = new TensorScope();
        using var autocast = new Autocast(ScalarType.BFloat16, true);
        Assert.Equal(ScalarType.BFloat16, F.Conv3x3(Tensor.Rand([2, 32, 16, 16]), Tensor.Rand([32, 32, 3, 3])).DType);
    }

    private static Tensor[] Leaves(Tensor[] values, ScalarType type)
    {
        var leaves = values.Select(value => value.To(type).Clone()).ToArray();
        foreach (var leaf in leaves)
            leaf.RequiresGrad = true;
        return leaves;
    }

    private static double RelativeError(Tensor actual, Tensor expected) =>
        (actual.Detach().To(ScalarType.Float64) - expected.Detach()).Abs().Max().Item() / expected.Detach().Abs().Max().Item();
}
