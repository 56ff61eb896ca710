namespace Reverie.Torch.Tests.Functional;

public class SymbolSumTests
{
    private static readonly long[] Sizes = [3, 2, 4, 3, 2, 4]; // values of each symbol
    private const int Width = 10;

    // One row alone, rows that are mostly alike (so that groups are summed once), many different ones.
    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(64, 3, true)]
    [InlineData(64, 3, false)]
    [InlineData(257, 2, true)]
    public void SymbolSum_Batch_EqualsTheProductOfOneHotRows(int batch, int group, bool alike)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        long[] starts = [0, .. Sizes.Select((_, at) => Sizes.Take(at + 1).Sum())];
        var random = new Random(4);
        byte[] symbols = [.. Enumerable.Range(0, batch * Sizes.Length).Select(i => alike && random.Next(8) > 0 ? (byte)1 : (byte)random.Next((int)Sizes[i % Sizes.Length]))];
        var seen = Tensor.From(symbols, batch, Sizes.Length);
        var oneHot = Tensor.Zeros([batch, starts[^1]], ScalarType.Float32);
        for (int i = 0; i < symbols.Length; i++)
            oneHot.Select(0, i / Sizes.Length).Select(0, starts[i % Sizes.Length] + symbols[i]).FillInPlace(1);
        Tensor table = Leaf(starts[^1], Width), bias = Leaf(Width), weights = Tensor.Randn([batch, Width], generator);

        var sum = F.SymbolSum(table, bias, seen, Tensor.From(starts, starts.Length), group);
        var product = oneHot.MatMul(table) + bias;
        Close(product, sum);
        var (expected, actual) = (Tensor.Gradients([(product * weights).Sum()], [table, bias]), Tensor.Gradients([(sum * weights).Sum()], [table, bias]));
        Close(expected[0]!, actual[0]!);
        Close(expected[1]!, actual[1]!);

        Tensor Leaf(params long[] shape)
        {
            var leaf = Tensor.Randn(shape, generator);
            leaf.RequiresGrad = true;
            return leaf;
        }
    }

    [Fact]
    public void SymbolSum_ValueWithoutARow_IsRefused()
    {
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() =>
            F.SymbolSum(Tensor.Zeros([4, 2]), null, Tensor.From(new byte[] { 1, 2 }, 1, 2), Tensor.From(new long[] { 0, 2, 4 }, 3), 1));
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).Abs().Max().Item(), 0, 1e-4);
}
