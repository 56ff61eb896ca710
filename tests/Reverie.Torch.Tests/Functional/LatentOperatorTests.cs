
namespace Reverie.Torch.Tests.Functional;

/// <summary>The operators of recurrent state-space models against the same composed of small ones, with their gradients.</summary>
public sealed class LatentOperatorTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 33)]
    [InlineData(130, 64)]
    public void NormSilu_AnySize_EqualsNormAndActivation(long rows, long width)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        Tensor[] inputs = [Tensor.Randn([2, rows, width], generator) * 3, Tensor.Randn([width], generator), Tensor.Randn([width], generator)];
        AssertSame(inputs, x => F.Silu(F.LayerNorm(x[0], x[1], x[2], 1e-3)), x => F.NormSilu(x[0], x[1], x[2], 1e-3), generator);
    }

    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(7, 20, 33)]
    [InlineData(64, 32, 48)]
    public void LayerNormGru_AnySize_EqualsTheComposedStep(long batch, long input, long state)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        Tensor[] inputs =
        [
            Tensor.Randn([batch, input], generator), Tensor.Randn([batch, state], generator), Tensor.Randn([3 * state, state + input], generator),
            Tensor.Randn([3 * state], generator), Tensor.Randn([3 * state], generator),
        ];
        AssertSame(
            inputs, x => F.GruGates(F.LayerNorm(F.Linear(Tensor.Cat([x[1], x[0]], -1), x[2]), x[3], x[4], 1e-3), x[1]),
            x => F.LayerNormGru(x[0], x[1], x[2], x[3], x[4], 1e-3), generator);
    }

    [Theory]
    [InlineData(1, 4, 3, 5)]
    [InlineData(40, 8, 8, 130)]
    public void OneHotSum_OfOneHotRows_EqualsTheProduct(long batch, long variables, long classes, long width)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var x = Tensor.Randint(0, classes, [batch, variables], generator).OneHot(classes).Float().Flatten(1);
        Tensor[] inputs = [Tensor.Randn([batch, width], generator), Tensor.Randn([variables * classes, width], generator)];
        AssertSame(inputs, t => t[0] + x.MatMul(t[1]), t => F.OneHotSum(t[0], x, t[1]), generator);
    }

    [Fact]
    public void OneHotSum_OfAnyNumbers_EqualsTheProduct()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(4);
        var x = Tensor.Randn([5, 19], generator);
        Tensor[] inputs = [Tensor.Randn([5, 3], generator), Tensor.Randn([19, 3], generator)];
        AssertSame(inputs, t => t[0] + x.MatMul(t[1]), t => F.OneHotSum(t[0], x, t[1]), generator);
    }

    [Fact]
    public void OneHotDraw_WithoutNumbers_TakesTheLikeliest()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(5);
        var logits = Tensor.Randn([6, 4, 9], generator);
        var drawn = F.OneHotDraw(logits, uniforms: null, share: 0.01);
        Assert.Equal(logits.ArgMax(-1).ToArray<long>(), drawn.ArgMax(-1).ToArray<long>());
        Assert.Equal(24, drawn.Sum().Item());
    }

    [Fact]
    public void OneHotDraw_ManyTimes_DrawsEachClassAsOftenAsItsMixedProbability()
    {
        const int Draws = 200_000;
        using var scope = new TensorScope();
        using var generator = new Generator(6);
        var logits = Tensor.From([2f, -30, 0.5f, 0], 4);
        var drawn = F.OneHotDraw(logits.Expand(Draws, -1), Tensor.Rand([Draws], generator), share: 0.2);
        float[] expected = ((logits.Softmax(-1) * 0.8) + 0.05).ToArray<float>(), seen = drawn.Mean([0]).ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], seen[i], 5 * Math.Sqrt(expected[i] * (1 - expected[i]) / Draws));
    }

    private static void AssertSame(Tensor[] inputs, Func<Tensor[], Tensor> composed, Func<Tensor[], Tensor> fused, Generator generator)
    {
        Tensor[] first = Leaves(), second = Leaves();
        var expected = composed(first);
        var actual = fused(second);
        Close.Assert("value", expected, actual, Tolerance * Scale(expected));
        var gradient = Tensor.Randn(expected.Shape, generator);
        expected.Backward(gradient);
        actual.Backward(gradient);
        for (int i = 0; i < inputs.Length; i++)
            Close.Assert($"gradient {i}", first[i].Grad!, second[i].Grad!, Tolerance * Scale(first[i].Grad!));

        Tensor[] Leaves()
        {
            Tensor[] leaves = [.. inputs.Select(input => input.Clone())];
            foreach (var leaf in leaves)
                leaf.RequiresGrad = true;
            return leaves;
        }
    }

    private static double Scale(Tensor x) => Math.Max(1, x.Detach().Abs().Max().Item());
}
