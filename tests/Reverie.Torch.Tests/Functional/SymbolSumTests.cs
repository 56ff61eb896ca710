namespace Reverie.Torch.Tests.Functional;

public sealed class SymbolSumTests
{
    private const int Rows = 11, Width = 20;

    [Theory]
    [InlineData(1, 3, 6, ScalarType.Float64)]
    [InlineData(7, 3, 7, ScalarType.Float64)]
    [InlineData(100, 3, 147, ScalarType.Float64)]
    [InlineData(300, 1, 5, ScalarType.Float64)]
    [InlineData(300, 8, 20, ScalarType.Float64)]
    [InlineData(129, 3, 148, ScalarType.Float32)]
    public void SymbolSum_AnyBatch_EqualsADenseLayerOverOneHots(int batch, int group, int count, ScalarType type)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var table = Tensor.Randn([count * Rows, Width], generator, type);
        var bias = Tensor.Randn([Width], generator, type);
        var starts = Tensor.Arange(0, (count + 1) * Rows, Rows);
        // Some places are nearly always the same, as in a grid world.
        var symbols = (Tensor.Randint(0, Rows, [batch, count], generator) * Tensor.Randint(0, 2, [batch, count], generator)).To(ScalarType.UInt8);
        var gradient = Tensor.Randn([batch, Width], generator, type);
        (table.RequiresGrad, bias.RequiresGrad) = (true, true);
        var dense = symbols.Long().OneHot(Rows).To(type).Flatten(1).MatMul(table) + bias;
        dense.Backward(gradient);
        var (ofTable, ofBias) = (table.Grad!.Clone(), bias.Grad!.Clone());
        (table.Grad, bias.Grad) = (null, null);

        var sum = F.SymbolSum(table, bias, symbols, starts, group);
        sum.Backward(gradient);

        double tolerance = type == ScalarType.Float64 ? 1e-11 : 1e-4;
        Close.Assert("sum", dense, sum, tolerance);
        Close.Assert("table's gradient", ofTable, table.Grad!, tolerance);
        Close.Assert("bias's gradient", ofBias, bias.Grad!, tolerance);
    }

    [Fact]
    public void SymbolSum_SymbolWithoutARow_IsRefused()
    {
        using var scope = new TensorScope();
        var starts = Tensor.From([0L, 2, 5], 3);
        var symbols = Tensor.From(new byte[] { 2, 1 }, 1, 2);
        Assert.Contains("symbol 0 is 2, but there are only 2", Assert.Throws<TorchException>(() => F.SymbolSum(Tensor.Zeros([5, 4]), null, symbols, starts, 2)).Message);
    }

    [Fact]
    public void SymbolSum_StartsThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        var symbols = Tensor.From(new byte[] { 0, 1 }, 1, 2);
        Assert.Throws<TorchException>(() => F.SymbolSum(Tensor.Zeros([5, 4]), null, symbols, Tensor.From([0L, 2, 6], 3), 2));
        Assert.Throws<TorchException>(() => F.SymbolSum(Tensor.Zeros([5, 4]), null, symbols, Tensor.From([0L, 5], 2), 2));
    }
}
