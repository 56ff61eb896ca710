using Reverie.Training.Metrics;

namespace Reverie.Training.Tests.Metrics;

public sealed class HistogramTests
{
    [Fact]
    public void Of_Values_CountsEachOnce()
    {
        var histogram = Histogram.Of([0, 1, 2, 3, float.NaN, float.PositiveInfinity], bins: 3);

        Assert.Equal((0, 3, 4, 6, 14), (histogram.Minimum, histogram.Maximum, histogram.Count, histogram.Sum, histogram.SumOfSquares));
        Assert.Equal([1, 1, 2], histogram.Counts);
        Assert.Equal([1, 2, 3], histogram.UpperEdges);
    }

    [Fact]
    public void Of_EqualValues_AreOneBin() => Assert.Equal(5, Histogram.Of([2, 2, 2, 2, 2]).Counts[0]);

    [Fact]
    public void Of_NothingFinite_IsRefused() => Assert.Throws<ArgumentException>(() => Histogram.Of([float.NaN]));
}
