using Reverie.Training.Comparison;

namespace Reverie.Training.Tests.Comparison;

public sealed class Atari100kTests
{
    /// <summary>Aggregates of the authors' own numbers, recomputed by rliable's definitions elsewhere.</summary>
    [Theory]
    [InlineData("SimPLe", 0.332, 0.134, 0.130, 0.729)]
    [InlineData("IRIS", 1.046, 0.289, 0.501, 0.512)]
    [InlineData("DreamerV3 (2023)", 1.124, 0.485, 0.487, 0.510)]
    [InlineData("STORM", 1.222, 0.425, 0.561, 0.472)]
    [InlineData("REM", 1.222, 0.280, 0.673, 0.482)]
    [InlineData("DIAMOND", 1.459, 0.373, 0.641, 0.480)]
    [InlineData("Delta-IRIS", 1.383, 0.594, 0.682, 0.443)]
    [InlineData("Simulus", 1.645, 0.982, 0.990, 0.412)]
    public void Of_Method_HasItsPublishedAggregates(string method, double mean, double median, double iqm, double gap)
    {
        var scores = Atari100k.Of(method);

        Assert.Equal(26, scores.ByTask.Count);
        Assert.All(scores.Runs, runs => Assert.Equal(5, runs));
        Assert.Equal(mean, Aggregates.Mean(scores), 0.0005);
        Assert.Equal(median, Aggregates.Median(scores), 0.0005);
        Assert.Equal(iqm, Aggregates.InterquartileMean(scores), 0.0005);
        Assert.Equal(gap, Aggregates.OptimalityGap(scores), 0.0005);
    }

    [Fact]
    public void Methods_All_AreTested() => Assert.Equal(8, Atari100k.Methods.Count);

    [Fact]
    public void Normalise_RandomAndHuman_AreZeroAndOne()
    {
        Assert.Equal(0, Atari100k.Normalise("Pong", -20.7));
        Assert.Equal(1, Atari100k.Normalise("Pong", 14.6));
    }
}
