using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>What the bridge must do right where misuse is near.</summary>
public sealed class BridgeTests
{
    private static readonly Operator Scan = new("reverie::selective_scan");

    [Fact]
    public void Run_FromWithinAnOperator_LeavesTheOuterCallItsArguments()
    {
        using var scope = new TensorScope();
        var x = Tensor.From([1f, 2, 3]);
        x.RequiresGrad = true;
        var loss = GradientCheckpoint.Run(h => (h * h).View(3, 1).Sum([1]), x).Sum();
        // libtorch's backward as an operator: the checkpointed segment calls operators while this call's arguments are in use.
        Aten.Run(new Operator("aten::_backward"), loss, (Tensor[])[], Value.None, true, false);
        Aten.Run(new Operator("aten::_backward"), loss, (Tensor[])[], Value.None, true, false);
        Assert.Equal([4f, 8, 12], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Run_FourListsOfTheLargestSize_DoNotRunIntoEachOther()
    {
        const int Most = (1 << 20) / 8;
        const double Rate = 1.0 / (1 << 20);
        using var scope = new TensorScope();
        var step = new Operator("reverie::adam_");
        var (p, g, m, v) = (Tensor.Scalar(0), Tensor.Scalar(1), Tensor.Scalar(0), Tensor.Scalar(0));
        for (int round = 0; round < 3; round++)
        {
            _ = Tensor.Stack(Many(p, 50_000)); // so that the lists begin in the midst of the ring
            Aten.Run(step, Many(p, Most), Many(g, Most), Many(m, Most), Many(v, Most), Rate, 0.0, 0.0, 1e-8, 0.0, false, 1);
        }
        Assert.Equal((1, 1, 1), (g.Item(), m.Item(), v.Item()));
        Assert.Equal(-3 * Rate * Most, p.Item());

        static Tensor[] Many(Tensor tensor, int count) => [.. Enumerable.Repeat(tensor, count)];
    }

    [Fact]
    public void Autocast_Nested_StaysOnUntilTheOuterOneIsLeft()
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([2, 2]);
        using (new Autocast(ScalarType.BFloat16))
        {
            using (new Autocast(ScalarType.BFloat16))
                Assert.Equal(ScalarType.BFloat16, x.MatMul(x).DType);
            Assert.Equal(ScalarType.BFloat16, x.MatMul(x).DType);
        }
        Assert.Equal(ScalarType.Float32, x.MatMul(x).DType);
    }

    [Fact]
    public void SelectiveScan_WithoutRows_GivesGradientsWithoutRows()
    {
        using var scope = new TensorScope();
        var u = Tensor.Ones([0, 5, 4]);
        u.RequiresGrad = true;
        var (y, state) = Aten.CallPair(Scan, u, Tensor.Ones([0, 5, 4]), Tensor.Ones([4, 2]), Tensor.Ones([0, 5, 2]), Tensor.Ones([0, 5, 2]), Tensor.Ones([4]));
        (y.Sum() + state.Sum()).Backward();
        Assert.Equal([0L, 5, 4], u.Grad!.Shape.ToArray());
    }

    [Fact]
    public void Threads_SetToTwo_AreTwo()
    {
        int before = TorchRuntime.Threads;
        TorchRuntime.Threads = 2;
        Assert.Equal(2, TorchRuntime.Threads);
        TorchRuntime.Threads = before;
    }
}
