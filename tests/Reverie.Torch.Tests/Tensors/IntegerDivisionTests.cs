namespace Reverie.Torch.Tests.Tensors;

/// <summary>Dividing integers by an integer gives integers, which can index; negative ones are rounded down, not to zero.</summary>
public sealed class IntegerDivisionTests
{
    private static readonly long[] Dividends = [-7, -1, 0, 5, 7];

    [Fact]
    public void Remainder_IntegersByAnInteger_StayIntegersWithTheDivisorsSign()
    {
        using var scope = new TensorScope();
        var result = Tensor.From(Dividends, Dividends.Length).Remainder(3);
        Assert.Equal(ScalarType.Int64, result.DType);
        Assert.Equal([2, 2, 0, 2, 1], result.ToArray<long>());
    }

    [Fact]
    public void FloorDivide_IntegersByAnInteger_StayIntegersRoundedDown()
    {
        using var scope = new TensorScope();
        var result = Tensor.From(Dividends, Dividends.Length).FloorDivide(3);
        Assert.Equal(ScalarType.Int64, result.DType);
        Assert.Equal([-3, -1, 0, 1, 2], result.ToArray<long>());
    }

    [Fact]
    public void RemainderAndFloorDivide_ByARealNumber_BecomeReal()
    {
        using var scope = new TensorScope();
        var dividends = Tensor.From(Dividends, Dividends.Length);
        Assert.Equal([0.5f, 1.5f, 0, 0, 2], dividends.Remainder(2.5).ToArray<float>());
        Assert.Equal([-3f, -1, 0, 2, 2], dividends.FloorDivide(2.5).ToArray<float>());
    }
}
