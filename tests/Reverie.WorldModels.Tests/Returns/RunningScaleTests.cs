using Reverie.Torch;
using Reverie.WorldModels.Returns;

namespace Reverie.WorldModels.Tests.Returns;

public sealed class RunningScaleTests
{
    [Fact]
    public void Update_Advantages_GivesTheRootOfTheirMeanSquare()
    {
        using var scope = new TensorScope();
        var scale = new RunningScale(decay: 0.75);
        Assert.Equal(5, scale.Update(Tensor.From([3f, -4f, 5f, 50f]).Narrow(0, 0, 3) * (float)Math.Sqrt(1.5)), 5); // (9 + 16 + 25) / 3 * 1.5
        // 0.75 of the old sum and 0.25 of the new, by the sum of their weights: (0.1875 * 25 + 0.25 * 4) / 0.4375
        Assert.Equal(Math.Sqrt(((0.1875 * 25) + (0.25 * 4)) / 0.4375), scale.Update(Tensor.From([2f, -2f])), 5);
    }

    [Fact]
    public void Update_NothingButZeros_DividesByNoZero() => Assert.True(new RunningScale().Update(Tensor.Zeros([4])) > 0);

    [Fact]
    public void Restore_Saved_GoesOnTheSame()
    {
        using var scope = new TensorScope();
        RunningScale first = new(), second = new();
        first.Update(Tensor.From([3f, 1f]));
        using var stream = new MemoryStream();
        first.Save(new BinaryWriter(stream));
        stream.Position = 0;
        second.Restore(new BinaryReader(stream));
        Assert.Equal(first.Update(Tensor.From([0.5f])), second.Update(Tensor.From([0.5f])));
    }
}
