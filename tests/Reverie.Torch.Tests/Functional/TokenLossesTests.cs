namespace Reverie.Torch.Tests.Functional;

/// <summary>The fused loss over a vocabulary against ATen's cross entropy in double precision.</summary>
public sealed class TokenLossesTests
{
    private const long Ignored = -100;

    [Theory]
    [InlineData(1, 1, ScalarType.Float32, 1e-5)]
    [InlineData(5, 16, ScalarType.Float32, 1e-5)]
    [InlineData(4, 1003, ScalarType.Float32, 1e-5)]
    [InlineData(4, 1003, ScalarType.BFloat16, 4e-3)]
    public void TokenLosses_AnyShape_EqualCrossEntropyForwardAndBackward(long rows, long vocabulary, ScalarType type, double tolerance)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var logits = (Tensor.Randn([rows, vocabulary], generator) * 5).To(type);
        var targets = Tensor.Randint(0, vocabulary, [rows]);
        if (rows > 1)
            targets.Narrow(0, 1, 1).CopyFrom(Tensor.From([Ignored], 1));
        var weight = Tensor.Randn([rows], generator);
        var (fused, fusedGradient) = Evaluate(logits, F.TokenLosses);
        var (aten, atenGradient) = Evaluate(logits.To(ScalarType.Float64), (x, y, ignored) => F.CrossEntropy(x, y, Reduction.None, ignored));
        Assert.Equal(ScalarType.Float32, fused.DType);
        Assert.Equal(type, fusedGradient.DType);
        Assert.True(Distance(aten, fused) < 1e-5, $"the losses are {Distance(aten, fused):E2} away");
        Assert.True(Distance(atenGradient, fusedGradient) < tolerance, $"the gradient is {Distance(atenGradient, fusedGradient):E2} away");

        (Tensor Losses, Tensor Gradient) Evaluate(Tensor x, Func<Tensor, Tensor, long, Tensor> loss)
        {
            x = x.Detach().Clone();
            x.RequiresGrad = true;
            var losses = loss(x, targets, Ignored);
            (losses * weight.To(losses.DType)).Sum().Backward();
            return (losses, x.Grad!);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void TokenLosses_BrokenLogit_IsNotHidden(float broken)
    {
        using var scope = new TensorScope();
        var logits = Tensor.From([1f, broken, 2f], 1, 3);
        logits.RequiresGrad = true;
        var loss = F.TokenLosses(logits, Tensor.From([0L], 1));
        loss.Sum().Backward();
        Assert.True(double.IsNaN(loss.Item()));
        Assert.All(logits.Grad!.ToArray<float>(), g => Assert.True(float.IsNaN(g)));
    }

    [Fact]
    public void TokenLosses_ForbiddenToken_HasNoProbability()
    {
        using var scope = new TensorScope();
        var logits = Tensor.From([0f, float.NegativeInfinity, 0f], 1, 3);
        Assert.Equal(Math.Log(2), F.TokenLosses(logits, Tensor.From([0L], 1)).Item(), 1e-6);
    }

    [Fact]
    public void TokenLosses_TargetOutsideTheVocabulary_SaysSo()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => F.TokenLosses(Tensor.Zeros([1, 3]), Tensor.From([3L], 1)));
        Assert.Contains("target 3 is not in the vocabulary of 3", error.Message);
    }

    private static double Distance(Tensor a, Tensor b) => (a.Detach().To(ScalarType.Float64) - b.Detach().To(ScalarType.Float64)).Abs().Max().Item();
}
