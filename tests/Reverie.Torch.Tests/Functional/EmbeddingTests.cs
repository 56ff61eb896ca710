using Reverie.Torch;
using Xunit;

namespace Reverie.Torch.Tests.Functional;

public class EmbeddingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SparseGradient_TableWithAndWithoutADenseGradientElsewhere_IsTheDenseOne(bool tied)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        var table = Tensor.Randn([7, 4], generator);
        table.RequiresGrad = true;
        var tokens = Tensor.From([5L, 1, 5, 5, 0, 6], 2, 3);
        float[] Gradient(bool sparse)
        {
            table.Grad = null;
            for (int pass = 0; pass < 2; pass++)
            {
                var rows = F.Embedding(table, tokens, sparse);
                (tied ? F.Linear(rows.Square(), table) : rows.Square()).Square().Sum().Backward();
            }
            Assert.Equal([7, 4], table.Grad!.Shape);
            table.Grad.MulInPlace(0.5); // reaches the gradient that an optimizer will read
            return table.Grad.ToArray<float>();
        }
        float[] dense = Gradient(sparse: false), sparse = Gradient(sparse: true);
        Assert.All(dense.Zip(sparse), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Max(1, Math.Abs(pair.First))));
        Assert.Equal(tied, dense[2 * 4] != 0);
    }

    [Fact]
    public void SparseGradient_AskedForByName_IsDense()
    {
        using var scope = new TensorScope();
        var table = Tensor.Ones([3, 2]);
        table.RequiresGrad = true;
        var gradient = Tensor.Gradients([F.Embedding(table, Tensor.From([2L, 2L], 2), sparseGradient: true).Sum()], [table])[0]!;
        Assert.Equal([0f, 0, 0, 0, 2, 2], gradient.ToArray<float>());
    }
}
