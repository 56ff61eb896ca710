using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

public sealed class ScalarQuantizerTests
{
    [Theory]
    [InlineData(8, 6, 5)]
    [InlineData(2, 3)]
    [InlineData(7)]
    public void Nearest_EveryCode_IsItself(params int[] levels)
    {
        using var scope = new TensorScope();
        using var quantizer = new ScalarQuantizer(levels);
        int count = levels.Aggregate((product, level) => product * level);
        Assert.Equal([count, levels.Length], quantizer.Codes.Shape);
        var all = Tensor.Arange(count);
        Assert.Equal(all.ToArray<long>(), quantizer.Nearest(quantizer.Lookup(all)).ToArray<long>());
        Assert.Equal(count, quantizer.Codes.ToArray<float>().Chunk(levels.Length).Select(code => string.Join(' ', code)).Distinct().Count());
    }

    [Fact]
    public void Nearest_ManyVectors_IsWhatASearchThroughAllCodesFinds()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var quantizer = new ScalarQuantizer([8, 5, 4]);
        var z = quantizer.Bound(Tensor.Randn([1, 3, 20, 20], generator) * 2);
        var vectors = z.Permute(0, 2, 3, 1).Reshape(-1, 3);
        // The search measures in units of each number, and levels of one number are equally far from each other.
        Assert.Equal(CodeSearch.Nearest(vectors, quantizer.Codes).ToArray<long>(), quantizer.Nearest(vectors).ToArray<long>());
    }

    [Theory]
    [InlineData(8, -1, 0.75)]
    [InlineData(5, -1, 1)]
    [InlineData(2, -1, 0)]
    public void Bound_AnyNumbers_ReachAllLevelsAndNoOthers(int level, double lowest, double highest)
    {
        using var scope = new TensorScope();
        using var quantizer = new ScalarQuantizer([level]);
        var z = quantizer.Bound(Tensor.Linspace(-20, 20, 4001).View(4001, 1, 1, 1)).View(-1, 1);
        var tokens = quantizer.Nearest(z);
        Assert.Equal(Enumerable.Range(0, level).Select(token => (long)token), tokens.ToArray<long>().Distinct());
        Assert.Equal(tokens.ToArray<long>().Order(), tokens.ToArray<long>()); // rising, as the numbers do
        Assert.Equal([(float)lowest, (float)highest], (float[])[quantizer.Codes.Min().ToArray<float>()[0], quantizer.Codes.Max().ToArray<float>()[0]]);
    }

    [Fact]
    public void Bound_StraightThrough_GradientIsThatOfTheSquashing()
    {
        using var scope = new TensorScope();
        using var quantizer = new ScalarQuantizer([5, 8]);
        var z = Tensor.From((float[])[0.3f, -0.7f], 1, 2, 1, 1);
        z.RequiresGrad = true;
        var bounded = quantizer.Bound(z);
        var codes = quantizer.Lookup(quantizer.Nearest(bounded.View(1, 2))).View(1, 2, 1, 1);
        (bounded + (codes - bounded).Detach()).Sum().Backward();
        double half5 = 2 * 1.001, half8 = 3.5 * 1.001, shift = Math.Atanh(0.5 / half8);
        Assert.Equal(half5 / 2 * (1 - Math.Pow(Math.Tanh(0.3), 2)), z.Grad!.ToArray<float>()[0], 1e-5);
        Assert.Equal(half8 / 4 * (1 - Math.Pow(Math.Tanh(-0.7 + shift), 2)), z.Grad!.ToArray<float>()[1], 1e-5);
        Assert.Null(quantizer.Loss(z, codes));
        Assert.Empty(quantizer.StateDict());
        Assert.Equal(0, quantizer.Bound(Tensor.Zeros([1, 2, 1, 1])).Abs().Max().Item(), 1e-6); // 0 stays 0
    }
}
