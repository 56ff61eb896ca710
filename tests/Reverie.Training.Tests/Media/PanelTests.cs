using Reverie.Training.Media;

namespace Reverie.Training.Tests.Media;

public sealed class PanelTests
{
    private static readonly Panel Two = new("two", Height: 2, Width: 1, [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void ScaledTo_LargerSize_RepeatsTheNearestPixel() =>
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6], Two.ScaledTo(4, 2).Pixels);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(-1, -1)]
    [InlineData(65536, 65536)]
    [InlineData(40000, 40000)]
    public void ScaledTo_SizeThatCannotBe_IsRefused(int height, int width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Two.ScaledTo(height, width));
}
