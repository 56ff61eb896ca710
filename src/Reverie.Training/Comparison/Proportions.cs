using Reverie.Training.Evaluation;

namespace Reverie.Training.Comparison;

/// <summary>Intervals of a share of successes at any coverage; <see cref="Statistics.Proportion"/> has the usual one.</summary>
public static class Proportions
{
    /// <summary>Wilson's score interval.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least one.</param>
    /// <param name="size">The coverage, in (0, 1).</param>
    /// <param name="isContinuous">Whether it is widened by the continuity correction (Newcombe, 1998, method 4).</param>
    public static Interval Wilson(int successes, int trials, double size = 0.95, bool isContinuous = false)
    {
        double n = trials, p = successes / n, z = Normal.Quantile(1 - ((1 - size) / 2)), z2 = z * z;
        double centre = (2 * n * p) + z2, scale = 2 * (n + z2);
        if (!isContinuous)
        {
            double half = z * Math.Sqrt(z2 + (4 * n * p * (1 - p)));
            return new(p, Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
        }
        double below = 1 + (z * Math.Sqrt(z2 - 2 - (1 / n) + (4 * p * ((n * (1 - p)) + 1))));
        double above = 1 + (z * Math.Sqrt(z2 + 2 - (1 / n) + (4 * p * ((n * (1 - p)) - 1))));
        return new(p, successes == 0 ? 0 : Math.Max(0, (centre - below) / scale), successes == trials ? 1 : Math.Min(1, (centre + above) / scale));
    }

    /// <summary>The exact interval of Clopper and Pearson (1934), which covers at least as often as it says.</summary>
    public static Interval ClopperPearson(int successes, int trials, double size = 0.95)
    {
        double alpha = (1 - size) / 2;
        double low = successes == 0 ? 0 : Solve(share => AtLeast(successes, trials, share) < alpha);
        double high = successes == trials ? 1 : Solve(share => 1 - AtLeast(successes + 1, trials, share) > alpha);
        return new(successes / (double)trials, low, high);
    }

    /// <summary>The share at which a condition that holds for small ones ceases to hold.</summary>
    private static double Solve(Func<double, bool> isBelow)
    {
        double low = 0, high = 1;
        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            if (isBelow(middle))
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    private static double AtLeast(int successes, int trials, double share)
    {
        double sum = 0, logarithm = 0;
        for (int k = 0; k <= trials; k++)
        {
            if (k >= successes)
                sum += Math.Exp(logarithm + (k * Math.Log(share)) + ((trials - k) * Math.Log(1 - share)));
            logarithm += Math.Log(trials - k) - Math.Log(k + 1);
        }
        return sum;
    }
}
