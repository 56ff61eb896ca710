using Reverie.Training.Comparison;
using Reverie.Training.Randomness;

namespace Reverie.Training.Evaluation;

/// <summary>Estimates with 95 % intervals.</summary>
public static class Statistics
{
    /// <summary>A share of successes with Wilson's score interval (Wilson, 1927), which is honest near 0 and 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no trial, or there are fewer successes than none or more than trials.</exception>
    public static Interval Proportion(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return Proportions.Wilson(successes, trials);
    }

    /// <summary>A mean with the percentile bootstrap's interval (Efron, 1979).</summary>
    /// <param name="values">At least one value.</param>
    /// <param name="random">Draws the resamples.</param>
    /// <param name="resamples">How many, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value or no resample.</exception>
    public static Interval Mean(ReadOnlySpan<double> values, IRandomSource random, int resamples = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 1, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            double sum = 0;
            for (int k = 0; k < values.Length; k++)
                sum += values[random.NextInt(values.Length)];
            means[i] = sum / values.Length;
        }
        Array.Sort(means);
        double total = 0;
        foreach (double value in values)
            total += value;
        return new(total / values.Length, means[(int)(0.025 * (resamples - 1))], means[(int)(0.975 * (resamples - 1))]);
    }
}
