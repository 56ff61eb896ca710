using Reverie.Environments.MiniGrid;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Spaces;

public sealed class SpaceTests
{
    [Fact]
    public void Sample_AnySpace_IsInIt()
    {
        var random = new Pcg64(1);
        Space[] spaces =
        [
            new Box<byte>(3, 5, 2, 2), new Box<int>(-4, 4, 3), new Box<float>(-1, 1, 4), new Box<double>(double.NegativeInfinity, double.PositiveInfinity, 2),
            new Box<float>(5, float.PositiveInfinity, 2), new Box<float>(float.NegativeInfinity, -5, 2), new Box<float>(Numbers(-1, 0), Numbers(0, 9)),
            new Discrete(3), new MultiDiscrete(2, 300), new RealLine(), MissionSpace.Any,
        ];
        foreach (var space in spaces)
        {
            for (int i = 0; i < 50; i++)
                Assert.True(space.Contains(space.SampleObject(random)), space.ToString());
        }
    }

    [Fact]
    public void Box_BoundsOfEachElement_AreKeptApart()
    {
        var box = new Box<float>(Numbers(-1, 0), Numbers(1, 9));
        Assert.Equal("Box([-1, 0], [1, 9], [2], Single)", box.ToString());
        Assert.Equal((-1, 9), (box.Low, box.High));
        Assert.Equal((0, 9), box.Bounds(1));
        Assert.True(box.Contains(Numbers(1, 9)));
        Assert.False(box.Contains(Numbers(2, 9)));
        Assert.False(box.Contains(Numbers(0, -0.5f)));
        Assert.False(box.Contains(Numbers(0, float.NaN)));
        Assert.False(box.Contains(Numbers(0, 0, 0)));
        var spec = new Toy<NdArray<float>, NdArray<float>>(new Box<float>(0, 1, 1), box).AsArrays().Layout.Action;
        Assert.Equal([-1f, 0f], spec.Low);
        Assert.Equal([1f, 9f], spec.High);
    }

    [Fact]
    public void Box_BoundsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Box<float>(1, 0, 2));
        Assert.Throws<ArgumentException>(() => new Box<float>(float.NaN, 0, 2));
        Assert.Throws<ArgumentException>(() => new Box<float>(Numbers(0, 1), Numbers(1, 0)));
        Assert.Throws<ArgumentException>(() => new Box<float>(Numbers(0, 1), Numbers(1)));
    }

    [Fact]
    public void MultiDiscrete_Values_AreCountedPlaceByPlace()
    {
        var space = new MultiDiscrete(2, 3);
        Assert.True(space.Contains(Choices(1, 2)));
        Assert.False(space.Contains(Choices(2, 2)));
        Assert.False(space.Contains(Choices(1, -1)));
        Assert.False(space.Contains(Choices(1)));
        Assert.Equal("MultiDiscrete([2, 3])", space.ToString());
        Assert.Throws<ArgumentException>(() => new MultiDiscrete());
        Assert.Throws<ArgumentException>(() => new MultiDiscrete(2, 0));
    }

    private static NdArray<float> Numbers(params ReadOnlySpan<float> values)
    {
        var array = new NdArray<float>(values.Length);
        values.CopyTo(array.Span);
        return array;
    }

    private static NdArray<int> Choices(params ReadOnlySpan<int> values)
    {
        var array = new NdArray<int>(values.Length);
        values.CopyTo(array.Span);
        return array;
    }
}
