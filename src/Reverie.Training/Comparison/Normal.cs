namespace Reverie.Training.Comparison;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private const double Far = 3;
    private static readonly double DensityAtZero = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>The probability of at most x.</summary>
    internal static double Cdf(double x) => x < -Far ? UpperTail(-x) : x > Far ? 1 - UpperTail(x) : 0.5 + (Density(x) * OddSeries(x));

    /// <summary>The x of which <see cref="Cdf"/> is p: infinite at 0 and 1.</summary>
    internal static double Quantile(double p)
    {
        if (p is <= 0 or >= 1)
            return p <= 0 ? double.NegativeInfinity : double.PositiveInfinity;
        double low = -40, high = 40;
        // The distribution function is monotonous, so halving finds the last bit of x.
        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            if (Cdf(middle) < p)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    private static double Density(double x) => DensityAtZero * Math.Exp(-x * x / 2);

    // Marsaglia, "Evaluating the Normal Distribution", 2004: x + x^3/3 + x^5/(3*5) + ...
    private static double OddSeries(double x)
    {
        double term = x, sum = x;
        for (int i = 3; Math.Abs(term) > Math.Abs(sum) * 1e-17; i += 2)
            sum += term *= x * x / i;
        return sum;
    }

    // Laplace's continued fraction, x > 0: density / (x + 1/(x + 2/(x + 3/(x + ...)))).
    private static double UpperTail(double x)
    {
        double fraction = x;
        for (int i = 200; i >= 1; i--)
            fraction = x + (i / fraction);
        return Density(x) / fraction;
    }
}
