namespace Reverie.Torch.Tests.Functional;

public class TiedEmbeddingTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Gradient_RowsTableOrBoth_IsThatOfSeparateUses(bool useRows, bool useTable)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var table = Tensor.Randn([7, 4], generator);
        table.RequiresGrad = true;
        var tokens = Tensor.From([5L, 1, 5, 5, 0, 6], 2, 3);
        var x = Tensor.Randn([2, 3, 4], generator);
        float[] Gradient(Func<(Tensor Rows, Tensor Table)> lookup)
        {
            table.Grad = null;
            for (int pass = 0; pass < 2; pass++) // gradients accumulate
            {
                var (rows, other) = lookup();
                var y = F.Linear(useRows ? rows : x, useTable ? other : table.Detach());
                (y.Square().Sum() * (pass + 1)).Backward();
            }
            return table.Grad!.ToArray<float>();
        }
        float[] expected = Gradient(() => (F.Embedding(table, tokens), table)), actual = Gradient(() => F.TiedEmbedding(table, tokens));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(1, Math.Abs(pair.First))));
        Assert.Equal(useTable, expected[2 * 4] != 0); // row 2 is not looked up
    }

    [Fact]
    public void Gradient_TensorThatSomeoneElseHolds_IsNotWrittenTo()
    {
        using var scope = new TensorScope();
        var table = Tensor.Ones([3, 2]);
        table.RequiresGrad = true;
        var (rows, other) = F.TiedEmbedding(table, Tensor.From([2L, 2L], 2));
        var held = Tensor.Ones([3, 2]);
        var gradient = Tensor.Gradients([rows, other], [table], [Tensor.Ones([2, 2]), held])[0]!;
        Assert.Equal([1f, 1, 1, 1, 3, 3], gradient.ToArray<float>());
        Assert.All(held.ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void NoGradient_GivesRowsAndTable()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var table = Tensor.From([1f, 2, 3, 4], 2, 2);
        var (rows, other) = F.TiedEmbedding(table, Tensor.From([1L, 0, 1], 3));
        Assert.Equal([3f, 4, 1, 2, 3, 4], rows.ToArray<float>());
        Assert.Equal(table.ToArray<float>(), other.ToArray<float>());
    }

    [Fact]
    public void Gradient_GradientThatIsOneNumberRepeated_AddsUp()
    {
        using var scope = new TensorScope();
        var table = Tensor.Ones([4, 3]);
        table.RequiresGrad = true;
        var (rows, alias) = F.TiedEmbedding(table, Tensor.From([1L, 1], 2));
        ((rows.Square().Sum()) + (alias.Sum() * 3)).Backward();
        Assert.Equal([3f, 7, 3, 3], table.Grad!.Select(1, 0).ToArray<float>());
    }

    [Fact]
    public void Gradient_TableOverwrittenBeforeBackward_IsRefused()
    {
        using var scope = new TensorScope();
        var table = Tensor.Ones([4, 3]);
        table.RequiresGrad = true;
        var (rows, alias) = F.TiedEmbedding(table, Tensor.From([1L, 1], 2));
        var loss = rows.MatMul(alias.T).Sum();
        using (new NoGrad())
            table.FillInPlace(2);
        Assert.Throws<TorchException>(() => loss.Backward());
    }
}
