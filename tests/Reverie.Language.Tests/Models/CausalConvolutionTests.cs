using Reverie.Language.Models.Mamba;
using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

/// <summary>The fused convolution against ATen's in double precision.</summary>
public sealed class CausalConvolutionTests : IDisposable
{
    private readonly int _threads = TorchRuntime.Threads;

    public CausalConvolutionTests() => TorchRuntime.Threads = 2; // the work is shared out

    public void Dispose() => TorchRuntime.Threads = _threads;

    [Theory]
    [InlineData(1, 1, 1, 1, false, false, false)]
    [InlineData(2, 1, 33, 4, true, true, true)]
    [InlineData(2, 3, 24, 4, true, true, true)]
    [InlineData(3, 40, 200, 4, true, false, true)]
    [InlineData(1, 17, 48, 2, false, true, false)]
    [InlineData(2, 9, 16, 8, true, true, true)]
    public void Run_AnyShape_EqualsAtenForwardAndBackward(long batch, long steps, long channels, long taps, bool biased, bool continued, bool silu)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(5);
        // The input is half of something wider, as in the mixer.
        var wide = Tensor.Randn([batch, steps, 2 * channels], generator);
        var inputs = new[] { wide, Tensor.Randn([channels, 1, taps], generator), Tensor.Randn([channels], generator),
            Tensor.Randn([batch, channels, taps], generator) };
        var weight = Tensor.Randn([batch, steps, channels], generator);
        var (fused, fusedGradients) = Evaluate(CausalConvolution.Run, ScalarType.Float32);
        var (aten, atenGradients) = Evaluate(CausalConvolution.Compose, ScalarType.Float64);
        Close.Assert("output", aten, fused, 1e-5);
        Assert.Equal(atenGradients.Length, fusedGradients.Length);
        foreach (var (index, expected) in atenGradients.Index())
            Close.Assert($"gradient {index}", expected, fusedGradients[index], 1e-5 * (1 + expected.Abs().Max().Item()));

        (Tensor Output, Tensor[] Gradients) Evaluate(Func<Tensor, Tensor, Tensor?, Tensor?, bool, Tensor> convolution, ScalarType type)
        {
            var x = Array.ConvertAll(inputs, tensor =>
            {
                var copy = tensor.Detach().Clone().To(type);
                copy.RequiresGrad = true;
                return copy;
            });
            var output = convolution(x[0].Narrow(2, channels, channels), x[1], biased ? x[2] : null, continued ? x[3] : null, silu);
            (output * weight.To(type)).Sum().Backward();
            return (output, [.. x.Select(tensor => tensor.Grad).OfType<Tensor>()]);
        }
    }

    [Fact]
    public void Run_PastOverwrittenBeforeBackward_KeepsTheGradientOfTheWeight()
    {
        using var scope = new TensorScope();
        var weight = Tensor.Ones([1, 1, 2]);
        weight.RequiresGrad = true;
        var past = Tensor.From([5f, 7f], 1, 1, 2);
        var y = CausalConvolution.Run(Tensor.Full([1, 1, 1], 3), weight, null, past, silu: false);
        past.ZeroInPlace();
        y.Sum().Backward();
        Assert.Equal(10, y.Item());
        Assert.Equal([7f, 3f], weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void RunAndCompose_UnderAutocast_KeepSinglePrecision()
    {
        // In bfloat16 the scan behind the convolution would fall back to its loop over steps.
        using var scope = new TensorScope();
        using var autocast = new Autocast(ScalarType.BFloat16);
        Tensor x = Tensor.Ones([1, 3, 16]), weight = Tensor.Ones([16, 1, 4]);
        Assert.Equal(ScalarType.Float32, CausalConvolution.Run(x, weight, null, null, silu: true).DType);
        Assert.Equal(ScalarType.Float32, CausalConvolution.Compose(x, weight, null, null, silu: true).DType);
    }
}
