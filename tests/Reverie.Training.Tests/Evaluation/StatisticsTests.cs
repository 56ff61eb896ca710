using Reverie.Training.Evaluation;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Evaluation;

public sealed class StatisticsTests
{
    private const double Z = 1.959963984540054;
    private const double Rounding = 1e-15;

    /// <summary>
    /// The examples of Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I,
    /// method 3.
    /// </summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Proportion_PublishedExample_IsThatInterval(int successes, int trials, double low, double high)
    {
        var interval = Statistics.Proportion(successes, trials);

        Assert.Equal((double)successes / trials, interval.Estimate);
        Assert.Equal(low, interval.Low, precision: 4);
        Assert.Equal(high, interval.High, precision: 4);
    }

    /// <summary>
    /// Wilson's definition: the ends are the shares π from which the observed share p is z standard errors away,
    /// (p - π)² = z² π (1 - π) / n.
    /// </summary>
    [Fact]
    public void Proportion_AnyCount_SolvesWilsonsEquation()
    {
        for (int trials = 1; trials <= 120; trials++)
        {
            for (int successes = 0; successes <= trials; successes++)
            {
                var (p, low, high) = Statistics.Proportion(successes, trials);
                foreach (double end in (double[])[low, high])
                    Assert.Equal(Z * Z * end * (1 - end) / trials, (p - end) * (p - end), tolerance: 1e-12);
                Assert.InRange(low, 0, p + Rounding);
                Assert.InRange(high, p - Rounding, 1);
                Assert.True(low < high);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 2)]
    [InlineData(-1, 10)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(0, -1)]
    [InlineData(-2, -1)]
    public void Proportion_ImpossibleCount_IsRefused(int successes, int trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Proportion(successes, trials));

    [Fact]
    public void Mean_SameSeed_IsTheSameInterval()
    {
        double[] values = Normal(new SeededRandom(1), 30);

        var first = Statistics.Mean(values, new SeededRandom(2));

        Assert.Equal(first, Statistics.Mean(values, new SeededRandom(2)));
        Assert.NotEqual(first, Statistics.Mean(values, new SeededRandom(3)));
        Assert.Equal(values.Average(), first.Estimate, precision: 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Mean_EqualValues_HasNoWidth(int count) =>
        Assert.Equal(new Interval(0.25, 0.25, 0.25), Statistics.Mean(Enumerable.Repeat(0.25, count).ToArray(), new SeededRandom(0)));

    [Fact]
    public void Mean_NoValues_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Mean([], new SeededRandom(0)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Mean_NoResamples_IsRefused(int resamples) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Mean([1, 2], new SeededRandom(0), resamples));

    /// <summary>Of many values the mean is normal: the interval is mean ± z σ / √n.</summary>
    [Fact]
    public void Mean_ManyValues_IsTheNormalInterval()
    {
        double[] values = Normal(new SeededRandom(4), 500);
        double mean = values.Average();
        double half = Z * Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) / values.Length);

        var interval = Statistics.Mean(values, new SeededRandom(5));

        Assert.Equal(mean - half, interval.Low, tolerance: 0.05 * half);
        Assert.Equal(mean + half, interval.High, tolerance: 0.05 * half);
    }

    /// <summary>What 95 % means: of many experiments, so many intervals hold the truth (a little fewer at 40 values, where the bootstrap is narrow).</summary>
    [Fact]
    public void Mean_ManyExperiments_HoldsTheTruthAsOftenAsItSays()
    {
        var random = new SeededRandom(6);
        const int Experiments = 1000;
        int held = 0;
        for (int i = 0; i < Experiments; i++)
        {
            var interval = Statistics.Mean(Normal(random, 40), random, resamples: 500);
            held += interval.Low <= 0 && 0 <= interval.High ? 1 : 0;
        }
        Assert.InRange((double)held / Experiments, 0.92, 0.965);
    }

    /// <summary>Standard normal numbers (Box and Muller, 1958).</summary>
    private static double[] Normal(SeededRandom random, int count) => [.. Enumerable.Range(0, count)
        .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
}
