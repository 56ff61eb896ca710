using Reverie.Language.Attention;
using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

/// <summary>The fused attention against the same out of ordinary operators in double precision.</summary>
public sealed class CausalAttentionTests : IDisposable
{
    private readonly int _threads = TorchRuntime.Threads;

    public CausalAttentionTests() => TorchRuntime.Threads = 2; // the work is shared out

    public void Dispose() => TorchRuntime.Threads = _threads;

    [Theory]
    [InlineData(2, 4, 4, 7, 7, 8, false)]
    [InlineData(2, 4, 2, 5, 9, 16, true)]
    [InlineData(1, 6, 2, 300, 300, 24, true)]
    [InlineData(1, 2, 1, 130, 200, 16, false)]
    [InlineData(3, 4, 2, 1, 33, 20, true)]
    [InlineData(1, 4, 1, 3, 3, 64, false)]
    public void Run_AnyShape_EqualsTheComposedFormForwardAndBackward(long batch, long heads, long keyHeads, long steps, long length, long size, bool padded)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        Tensor[] inputs = [Tensor.Randn([batch, steps, heads, size], generator), Tensor.Randn([batch, length, keyHeads, size], generator),
            Tensor.Randn([batch, length, keyHeads, size], generator)];
        var weight = Tensor.Randn([batch, steps, heads * size], generator);
        var visible = padded ? Tensor.Arange(length).Ge(2).Long().Unsqueeze(0).Expand(batch, length).Contiguous() : null;
        // Queries that see nothing but padding have no meaning.
        if (padded && steps == length)
            weight *= visible!.Float().Unsqueeze(-1);
        var (fused, fusedGrads) = Evaluate(CausalAttention.Run, ScalarType.Float32);
        var (composed, composedGrads) = Evaluate(CausalAttention.Compose, ScalarType.Float64);
        long first = padded && steps == length ? 2 : 0;
        Close.Assert("output", composed.Narrow(1, first, steps - first), fused.Narrow(1, first, steps - first), 1e-5);
        for (int i = 0; i < 3; i++)
            Close.Assert($"gradient {i}", composedGrads[i], fusedGrads[i], 5e-5);
        using var noGrad = new NoGrad();
        Close.Assert("without gradients", fused,
            CausalAttention.Run(inputs[0].Transpose(1, 2), inputs[1].Transpose(1, 2), inputs[2].Transpose(1, 2), visible, 0.3), 1e-6);

        (Tensor Output, Tensor[] Gradients) Evaluate(Func<Tensor, Tensor, Tensor, Tensor?, double, Tensor> attention, ScalarType type)
        {
            var x = Array.ConvertAll(inputs, tensor =>
            {
                var copy = tensor.Detach().Clone().To(type);
                copy.RequiresGrad = true;
                return copy;
            });
            var y = attention(x[0].Transpose(1, 2), x[1].Transpose(1, 2), x[2].Transpose(1, 2), visible, 0.3);
            (y * weight.To(type)).Sum().Backward();
            return (y, Array.ConvertAll(x, tensor => tensor.Grad!));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Run_NotANumberAmongTheKeys_ComesOutWhereItIsSeen(int steps)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var x = Tensor.Randn([1, 2, steps, 16], generator);
        var keys = x.Clone();
        keys.Narrow(2, steps - 2, 1).FillInPlace(double.NaN);
        var y = CausalAttention.Run(x, keys, x, null, 0.3);
        Assert.Equal(2 * 2 * 16, y.ToArray<float>().Count(float.IsNaN));
        Assert.Equal(0, y.Narrow(1, 0, steps - 2).ToArray<float>().Count(float.IsNaN));
    }

    [Theory]
    [InlineData(0, 2, ScalarType.Float32)]
    [InlineData(2, 0, ScalarType.Float32)]
    [InlineData(3, 2, ScalarType.Float32)]
    [InlineData(0, 2, ScalarType.Float64)]
    [InlineData(2, 0, ScalarType.Float64)]
    [InlineData(3, 2, ScalarType.Float64)]
    public void Run_HeadsThatCannotShare_AreRefusedWithASentence(int heads, int keyHeads, ScalarType type)
    {
        using var scope = new TensorScope();
        var keys = Tensor.Ones([1, keyHeads, 3, 4], type);
        var e = Record.Exception(() => CausalAttention.Run(Tensor.Ones([1, heads, 3, 4], type), keys, keys, null, 1));
        Assert.True(e is TorchException or ArgumentException, e?.ToString());
        Assert.Contains($"{heads} query heads cannot share {keyHeads} key heads", e!.Message, StringComparison.Ordinal);
    }
}
