namespace Reverie.Training.Comparison;

/// <summary>Quantiles with linear interpolation at (n - 1) q, NumPy's default (type 7 of Hyndman and Fan, 1996).</summary>
public static class Quantiles
{
    /// <summary>A quantile of values in ascending order.</summary>
    /// <param name="sorted">At least one.</param>
    /// <param name="q">In [0, 1].</param>
    public static double OfSorted(IReadOnlyList<double> sorted, double q)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sorted.Count, 1, nameof(sorted));
        ArgumentOutOfRangeException.ThrowIfNegative(q);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(q, 1);
        double place = (sorted.Count - 1) * q;
        int below = (int)place;
        double weight = place - below;
        return below + 1 < sorted.Count && weight > 0 ? sorted[below] + ((sorted[below + 1] - sorted[below]) * weight) : sorted[below];
    }
}
