namespace Reverie.Torch.Tests.Functional;

/// <summary>What the operators that do several steps at once refuse, where ATen's would have refused it too.</summary>
public sealed class FusedOperatorTests
{
    [Theory]
    [InlineData(32, 64, 64)] // 128 channels of the image, 64 of the weights
    [InlineData(32, 128, 1)]
    [InlineData(0, 128, 128)]
    [InlineData(48, 128, 128)]
    public void GroupNorm_WeightsThatDoNotFit_AreRefused(int groups, long weights, long biases)
    {
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() => F.GroupNorm(Tensor.Rand([2, 128, 8, 8]), groups, Tensor.Ones([weights]), Tensor.Ones([biases])));
    }

    [Theory]
    [InlineData(5, 16)]
    [InlineData(1, 16)]
    [InlineData(3, 1)]
    public void Conv3x3_KernelOrBiasThatDoNotFit_AreRefused(int kernel, long biases)
    {
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() => F.Conv3x3(Tensor.Rand([1, 16, 16, 16]), Tensor.Rand([16, 16, kernel, kernel]), Tensor.Rand([biases])));
    }

    [Fact]
    public void Gradients_OfGradients_AreRefusedRatherThanZero()
    {
        using var scope = new TensorScope();
        var x = Tensor.Rand([2, 32, 16, 16]);
        x.RequiresGrad = true;
        Tensor[] results =
        [
            F.Conv3x3(x, Tensor.Rand([32, 32, 3, 3])), F.GroupNorm(x, 8, Tensor.Ones([32]), Tensor.Ones([32])), F.GeluTanh(x), F.MaxPool2x2Relu(x),
            F.TokenLosses(x.Reshape(-1, 16), Tensor.Zeros([1024], ScalarType.Int64)),
        ];
        foreach (var result in results)
        {
            Assert.Contains("second derivative", Assert.Throws<TorchException>(
                () => Tensor.Gradients([result], [x], [Tensor.Ones(result.Shape)], createGraph: true)).Message, StringComparison.Ordinal);
        }
    }
}
