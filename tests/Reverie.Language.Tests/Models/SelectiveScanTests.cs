using Reverie.Language.Models.Mamba;
using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

/// <summary>The fused scan against the same recurrence written out in double precision.</summary>
public sealed class SelectiveScanTests : IDisposable
{
    private readonly int _threads = TorchRuntime.Threads;

    public SelectiveScanTests() => TorchRuntime.Threads = 2; // the work is shared out

    public void Dispose() => TorchRuntime.Threads = _threads;

    [Theory]
    [InlineData(1, 1, 1, 1, false, false)]
    [InlineData(2, 7, 16, 16, true, true)]
    [InlineData(3, 33, 40, 16, true, false)]
    [InlineData(1, 70, 33, 8, false, true)]
    [InlineData(2, 65, 24, 6, true, true)]
    [InlineData(1, 64, 17, 64, true, false)]
    public void Run_AnyShape_EqualsTheLoopForwardAndBackward(long batch, long steps, long channels, long states, bool gated, bool continued)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(11);
        var inputs = new[]
        {
            Tensor.Randn([batch, steps, channels], generator), Tensor.Randn([batch, steps, channels], generator) * 2 - 1,
            -Tensor.Rand([channels, states], generator) * 4,
            Tensor.Randn([batch, steps, states], generator), Tensor.Randn([batch, steps, states], generator), Tensor.Randn([channels], generator),
            Tensor.Randn([batch, steps, channels], generator), Tensor.Randn([batch, channels, states], generator),
        };
        var weight = Tensor.Randn([batch, steps, channels], generator);
        var weightOfState = Tensor.Randn([batch, channels, states], generator);
        var (fused, fusedGrads) = Evaluate(SelectiveScan.Run, ScalarType.Float32);
        var (loop, loopGrads) = Evaluate(SelectiveScan.Compose, ScalarType.Float64);
        Close.Assert("output", loop.Output, fused.Output, 1e-5 * (1 + loop.Output.Abs().Max().Item()));
        Close.Assert("state", loop.State, fused.State, 1e-5 * (1 + loop.State.Abs().Max().Item()));
        Assert.Equal(loopGrads.Length, fusedGrads.Length);
        foreach (var (index, expected) in loopGrads.Index())
            Close.Assert($"gradient {index}", expected, fusedGrads[index], 2e-5 * (1 + expected.Abs().Max().Item()));

        ((Tensor Output, Tensor State) Results, Tensor[] Gradients) Evaluate(Scan scan, ScalarType type)
        {
            var x = Array.ConvertAll(inputs, tensor =>
            {
                var copy = tensor.Detach().Clone().To(type);
                copy.RequiresGrad = true;
                return copy;
            });
            var results = scan(x[0], x[1], x[2], x[3], x[4], x[5], gated ? x[6] : null, continued ? x[7] : null);
            ((results.Output * weight.To(type)).Sum() + (results.State * weightOfState.To(type)).Sum()).Backward();
            return (results, [.. x.Select(tensor => tensor.Grad).OfType<Tensor>()]);
        }
    }

    [Fact]
    public void Run_ExtremeTimeSteps_StaysFinite()
    {
        using var scope = new TensorScope();
        var u = Tensor.Ones([1, 4, 16]);
        var step = Tensor.From([-200f, -30, 30, 200], 1, 4, 1).Expand(1, 4, 16).Contiguous();
        step.RequiresGrad = true;
        var (y, state) = SelectiveScan.Run(u, step, Tensor.Full([16, 16], -1), Tensor.Ones([1, 4, 16]), Tensor.Ones([1, 4, 16]), Tensor.Ones([16]), u);
        (y.Sum() + state.Sum()).Backward();
        Assert.NotEqual(0, y.IsFinite().All().ItemInt64());
        Assert.NotEqual(0, step.Grad!.IsFinite().All().ItemInt64());
    }

    [Fact]
    public void Run_NotANumber_ComesOut()
    {
        using var scope = new TensorScope();
        var ones = Tensor.Ones([1, 4, 16]);
        var step = Tensor.From([1f, float.NaN, 1, 1], 1, 4, 1).Expand(1, 4, 16).Contiguous();
        var (y, state) = SelectiveScan.Run(ones, step, Tensor.Full([16, 16], -1), ones, ones, Tensor.Ones([16]), ones);
        Assert.Equal(3 * 16, y.ToArray<float>().Count(float.IsNaN));
        Assert.Equal(16 * 16, state.ToArray<float>().Count(float.IsNaN));
    }

    private delegate (Tensor Output, Tensor State) Scan(Tensor u, Tensor step, Tensor a, Tensor b, Tensor c, Tensor d, Tensor? gate, Tensor? initial);
}
