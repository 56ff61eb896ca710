namespace Reverie.Training.Comparison;

/// <summary>Holm's correction (1979) of p-values of several tests: the chance that any of the differences called so is none stays below the bound.</summary>
public static class Holm
{
    /// <summary>The corrected values: the smallest is multiplied by the number of tests, the next by one less, ..., none below one before it or above 1.</summary>
    /// <param name="values">p-values, in any order.</param>
    /// <returns>Corrected ones in the same order.</returns>
    public static double[] Correct(IReadOnlyList<double> values)
    {
        double[] corrected = new double[values.Count];
        double largest = 0;
        foreach (var (rank, index) in Enumerable.Range(0, values.Count).OrderBy(index => values[index]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (values.Count - rank) * values[index]));
            corrected[index] = largest;
        }
        return corrected;
    }
}
