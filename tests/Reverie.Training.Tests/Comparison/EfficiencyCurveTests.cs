using Reverie.Training.Comparison;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Comparison;

public sealed class EfficiencyCurveTests
{
    [Fact]
    public void Of_RunsMeasuredAtDifferentPlaces_TakesWhatWasMeasuredLast()
    {
        (double, double)[] early = [(0, 0), (10, 1)], late = [(5, 0.5), (20, 2)];

        var curve = EfficiencyCurve.Of([[early, late]], [0, 10, 19, 20], Aggregates.Mean, new Bootstrap(new SeededRandom(1), 500));

        Assert.Equal([0.25, 0.75, 0.75, 1.5], curve.Bands.Select(band => band.Estimate));
        // Both ends of a band of two runs: one of them drawn twice.
        Assert.Equal([0, 0.5, 0.5, 1], curve.Bands.Select(band => band.Low));
        Assert.Equal([0.5, 1, 1, 2], curve.Bands.Select(band => band.High));
    }
}
