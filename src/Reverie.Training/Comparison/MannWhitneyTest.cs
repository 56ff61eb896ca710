namespace Reverie.Training.Comparison;

/// <summary>The rank test of two samples (Mann and Whitney, 1947), with SciPy's conventions.</summary>
public static class MannWhitneyTest
{
    private const int FewValues = 8;

    /// <summary>The exact p-value where a sample has at most 8 values and no two values are equal, else the asymptotic one.</summary>
    public static double PValue(IReadOnlyList<double> x, IReadOnlyList<double> y, Alternative alternative = Alternative.TwoSided)
    {
        bool hasTies = x.Concat(y).Distinct().Count() < x.Count + y.Count;
        return !hasTies && (x.Count <= FewValues || y.Count <= FewValues) ? Exact(x, y, alternative) : Asymptotic(x, y, alternative);
    }

    /// <summary>From all orders of the values, of which no two may be equal.</summary>
    public static double Exact(IReadOnlyList<double> x, IReadOnlyList<double> y, Alternative alternative)
    {
        double[] counts = Counts(x.Count, y.Count);
        double total = counts.Sum(), u = Aggregates.Wins(x, y);
        double AtLeast(double bound) => counts.Skip((int)Math.Ceiling(bound)).Sum() / total;
        return Combine(alternative, u, x.Count * (double)y.Count, AtLeast);
    }

    /// <summary>From the normal distribution, corrected for ties.</summary>
    /// <param name="x">The one sample.</param>
    /// <param name="y">The other.</param>
    /// <param name="alternative">What is held against them being alike.</param>
    /// <param name="isContinuous">Whether a half is taken off the distance, since U is a whole number.</param>
    public static double Asymptotic(IReadOnlyList<double> x, IReadOnlyList<double> y, Alternative alternative, bool isContinuous = true)
    {
        double pairs = x.Count * (double)y.Count, n = x.Count + y.Count;
        double ties = x.Concat(y).GroupBy(value => value).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        double deviation = Math.Sqrt(pairs / 12 * (n + 1 - (ties / (n * (n - 1)))));
        double AtLeast(double bound) => Normal.Cdf(-(bound - (pairs / 2) - (isContinuous ? 0.5 : 0)) / deviation);
        return Combine(alternative, Aggregates.Wins(x, y), pairs, AtLeast);
    }

    private static double Combine(Alternative alternative, double u, double pairs, Func<double, double> atLeast) => alternative switch
    {
        Alternative.Greater => atLeast(u),
        Alternative.Less => atLeast(pairs - u),
        _ => Math.Min(1, 2 * atLeast(Math.Max(u, pairs - u))),
    };

    /// <summary>How many orders of m and n values give U = 0, 1, ..., mn: the coefficients of Gauss's binomial.</summary>
    private static double[] Counts(int m, int n)
    {
        double[] counts = new double[(m * n) + 1];
        counts[0] = 1;
        for (int i = 1; i <= m; i++)
        {
            for (int k = m * n; k >= n + i; k--)
                counts[k] -= counts[k - n - i];
            for (int k = i; k <= m * n; k++)
                counts[k] += counts[k - i];
        }
        return counts;
    }
}
