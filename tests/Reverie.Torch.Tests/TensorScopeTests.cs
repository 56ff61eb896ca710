using Reverie.Torch.Modules;

namespace Reverie.Torch.Tests;

public sealed class TensorScopeTests
{
    public TensorScopeTests()
    {
        // Tensors that other tests left to the garbage collector must not go while these count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _ = Tensor.LiveCount;
    }

    [Fact]
    public void Dispose_TensorsInside_AreFreed()
    {
        using var outer = new TensorScope();
        long before = Tensor.LiveCount;
        Tensor leaked;
        using (new TensorScope())
        {
            leaked = Tensor.Ones([4]) + 1;
            Assert.Equal(before + 2, Tensor.LiveCount);
        }
        Assert.Equal(before, Tensor.LiveCount);
        Assert.Throws<ObjectDisposedException>(() => leaked.Item());
    }

    [Fact]
    public void Keep_Result_LivesInOuterScope()
    {
        using var outer = new TensorScope();
        Tensor kept;
        using (var inner = new TensorScope())
            kept = inner.Keep(Tensor.Full([2], 3));
        Assert.Equal(6, kept.Sum().Item());
    }

    [Fact]
    public void Dispose_OutOfOrder_Refuses()
    {
        var outer = new TensorScope();
        using (var inner = new TensorScope())
            Assert.Throws<InvalidOperationException>(outer.Dispose);
        outer.Dispose();
    }

    [Fact]
    public void LiveCount_TrainingSteps_IsFlat()
    {
        using var layer = new Linear(8, 8, generator: new Generator(1));
        using var optimizer = new Torch.Optimizers.Adam(layer.Parameters(), 1e-3);
        long reference = 0;
        for (int step = 0; step < 50; step++)
        {
            using (new TensorScope())
            {
                optimizer.ZeroGrad();
                layer.Forward(Tensor.Ones([2, 8])).Square().Sum().Backward();
                optimizer.Step();
            }
            if (step == 5)
                reference = Tensor.LiveCount;
        }
        Assert.InRange(Tensor.LiveCount, 0, reference);
    }

    [Fact]
    public void Orphan_Collected_IsFreedByTheNextScope()
    {
        long before = Tensor.LiveCount;
        MakeOrphans();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Tensor.LiveCount, 0, before + 10);
    }

    private static void MakeOrphans()
    {
        for (int i = 0; i < 100; i++)
            _ = Tensor.Zeros([10]);
    }
}
