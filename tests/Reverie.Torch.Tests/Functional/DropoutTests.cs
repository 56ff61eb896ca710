namespace Reverie.Torch.Tests.Functional;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Dropout_ManyElements_DropsTheShareAndKeepsTheMean(double p)
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([300, 1001]);
        x.RequiresGrad = true;
        var y = F.Dropout(x, p, 3L);
        double n = x.NumElements, kept = y.Ne(0).Float().Sum().Item() / n;
        Assert.InRange(kept, 1 - p - (4 * Math.Sqrt(p * (1 - p) / n)), 1 - p + (4 * Math.Sqrt(p * (1 - p) / n)));
        Assert.Equal(1 / (1 - p), y.Max().Item(), 5);
        y.Sum().Backward();
        Assert.Equal(y.ToArray<float>(), x.Grad!.ToArray<float>());
        // Neither neighbours nor rows go together.
        var dropped = y.Detach().Eq(0).Float() - p;
        Assert.InRange((dropped.Narrow(1, 0, 1000) * dropped.Narrow(1, 1, 1000)).Mean().Item(), -4e-3 * p, 4e-3 * p);
        Assert.InRange((dropped.Narrow(0, 0, 299) * dropped.Narrow(0, 1, 299)).Mean().Item(), -4e-3 * p, 4e-3 * p);
    }

    [Fact]
    public void Dropout_SameState_GivesTheSameMask()
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([5000]);
        TorchRuntime.ManualSeed(7);
        float[] first = F.Dropout(x, 0.5, training: true).ToArray<float>(), second = F.Dropout(x, 0.5, training: true).ToArray<float>();
        TorchRuntime.ManualSeed(7);
        Assert.Equal(first, F.Dropout(x, 0.5, training: true).ToArray<float>());
        Assert.NotEqual(first, second);
        Assert.Same(x, F.Dropout(x, 0.5, training: false));
    }

    [Fact]
    public void Dropout_DifferentiatedTwice_AppliesTheMaskAgain()
    {
        using var scope = new TensorScope();
        var x = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8]);
        x.RequiresGrad = true;
        var mask = F.Dropout(Tensor.OnesLike(x), 0.5, 5L);
        var y = F.Dropout(x, 0.5, 5L);
        var first = Tensor.Gradients([(y * y * y).Sum()], [x], retainGraph: true, createGraph: true)[0]!; // 3 x² m³
        var second = Tensor.Gradients([first.Sum()], [x])[0]!; // 6 x m³
        Assert.Equal((x.Detach() * mask * mask * mask * 6).ToArray<float>(), second.ToArray<float>());
    }
}
