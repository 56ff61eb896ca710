namespace Reverie.Torch.Tests.Functional;

/// <summary>The fused operator against attention written out.</summary>
public sealed class SelfAttentionTests
{
    private const int Heads = 2;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 3)]
    [InlineData(200, 1)]
    [InlineData(200, 17)]
    public void SelfAttention_WithoutDropout_EqualsTheComposedForm(int steps, int block)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var qkv = Tensor.Randn([2, steps, 3 * 16], generator);
        var weights = Tensor.Randn([2, steps, 16], generator);
        var (fused, fusedGrad) = WithGradient(qkv, weights, x => F.SelfAttention(x, Heads, block, 0, 0L));
        var (plain, plainGrad) = WithGradient(qkv, weights, x => Compose(x, block, Tensor.Ones([2, Heads, steps, steps])));
        Assert.True((fused - plain).Abs().Max().Item() < 2e-6);
        Assert.True((fusedGrad - plainGrad).Abs().Max().Item() < 2e-5 * Math.Max(1, plainGrad.Abs().Max().Item()));
    }

    [Fact]
    public void SelfAttention_WithDropout_EqualsTheComposedFormUnderTheSameMask()
    {
        const int Steps = 130;
        const double Dropout = 0.3;
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        var qkv = Tensor.Randn([2, Steps, 3 * 16], generator);
        var weights = Tensor.Randn([2, Steps, 16], generator);
        // Keys of zero give every weight 1 / (t + 1), and one-hot values show each: what is left of it is the mask.
        var mask = Tensor.Stack([.. Enumerable.Range(0, Steps).Select(column => MaskColumn(column, Steps, Dropout))], 3); // [B, h, T, T]
        double kept = mask.Gt(0).Float().Tril().Sum().Item() / (2 * Heads * Steps * (Steps + 1) / 2.0);
        Assert.InRange(kept, 0.68, 0.72);
        var (fused, fusedGrad) = WithGradient(qkv, weights, x => F.SelfAttention(x, Heads, 1, Dropout, 5L));
        var (plain, plainGrad) = WithGradient(qkv, weights, x => Compose(x, 1, mask));
        Assert.True((fused - plain).Abs().Max().Item() < 1e-5);
        Assert.True((fusedGrad - plainGrad).Abs().Max().Item() < 5e-5 * Math.Max(1, plainGrad.Abs().Max().Item()));
    }

    private static Tensor MaskColumn(int column, int steps, double dropout)
    {
        var qkv = Tensor.Zeros([2, steps, 3 * 16]);
        qkv.Select(1, column).Narrow(1, 32, 16).FillInPlace(1);
        var seen = F.SelfAttention(qkv, Heads, 1, dropout, 5L).View(2, steps, Heads, 8).Select(3, 0).Transpose(1, 2); // [B, h, T]
        return seen * Tensor.Arange(1, steps + 1).Float();
    }

    private static (Tensor Value, Tensor Gradient) WithGradient(Tensor input, Tensor weights, Func<Tensor, Tensor> body)
    {
        var x = input.Clone();
        x.RequiresGrad = true;
        var y = body(x);
        (y * weights).Sum().Backward();
        return (y.Detach(), x.Grad!);
    }

    private static Tensor Compose(Tensor qkv, int block, Tensor mask)
    {
        long steps = qkv.Size(1);
        var parts = qkv.View(2, steps, 3, Heads, 8).Permute(2, 0, 3, 1, 4);
        var scores = parts.Select(0, 0).MatMul(parts.Select(0, 1).T) / Math.Sqrt(8);
        var place = Tensor.Arange(0, steps).Float() / block;
        var unseen = place.Floor().Unsqueeze(0).Gt(place.Floor().Unsqueeze(1));
        var weights = scores.MaskedFill(unseen, double.NegativeInfinity).Softmax(-1) * mask;
        return weights.MatMul(parts.Select(0, 2)).Transpose(1, 2).Reshape(2, steps, 16);
    }
}
