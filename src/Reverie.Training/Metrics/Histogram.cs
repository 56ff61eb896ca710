namespace Reverie.Training.Metrics;

/// <summary>A distribution of values, as TensorBoard draws it.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
/// <param name="UpperEdges">Right edge of each bin.</param>
/// <param name="Counts">Number of values in each bin.</param>
public sealed record Histogram(
    double Minimum, double Maximum, double Count, double Sum, double SumOfSquares, IReadOnlyList<double> UpperEdges, IReadOnlyList<double> Counts)
{
    /// <summary>Sorts finite values into bins of equal width; others are left out.</summary>
    /// <exception cref="ArgumentException">There is no finite value.</exception>
    public static Histogram Of(ReadOnlySpan<float> values, int bins = 30)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0, squares = 0;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            sum += value;
            squares += (double)value * value;
        }

        if (minimum > maximum)
            throw new ArgumentException("A histogram needs at least one finite value.", nameof(values));

        var width = maximum > minimum ? (maximum - minimum) / bins : 1.0 / bins;
        double[] edges = [.. Enumerable.Range(1, bins).Select(i => minimum + (i * width))], counts = new double[bins];
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                counts[Math.Min(bins - 1, (int)((value - minimum) / width))]++;
        }

        return new Histogram(minimum, maximum, counts.Sum(), sum, squares, edges, counts);
    }

    /// <summary>A histogram whose bins are the whole numbers 0, 1, 2, ...: how often each action was taken, for example.</summary>
    public static Histogram OfCounts(IReadOnlyList<int> counts)
    {
        if (!counts.Any(count => count > 0))
            throw new ArgumentException("A histogram needs at least one value.", nameof(counts));
        var used = Enumerable.Range(0, counts.Count).Where(i => counts[i] > 0).ToArray();
        return new Histogram(
            used[0], used[^1], counts.Sum(), used.Sum(i => (double)i * counts[i]), used.Sum(i => (double)i * i * counts[i]),
            [.. counts.Select((_, i) => i + 0.5)], [.. counts.Select(count => (double)count)]);
    }
}
