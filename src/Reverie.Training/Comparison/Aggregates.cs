namespace Reverie.Training.Comparison;

/// <summary>
/// One number for many runs on many tasks, as rliable defines it: Agarwal et al., "Deep Reinforcement Learning at the Edge of the
/// Statistical Precipice", NeurIPS 2021.
/// </summary>
public static class Aggregates
{
    private const double Trimmed = 0.25;

    /// <summary>The mean of the tasks' means.</summary>
    public static double Mean(Scores scores) => scores.TaskMeans().Average();

    /// <summary>The median of the tasks' means.</summary>
    public static double Median(Scores scores)
    {
        double[] means = scores.TaskMeans();
        Array.Sort(means);
        return Quantiles.OfSorted(means, 0.5);
    }

    /// <summary>The interquartile mean: of all runs of all tasks, without the lowest and the highest quarter.</summary>
    public static double InterquartileMean(Scores scores)
    {
        double[] all = scores.Sorted();
        int cut = (int)(Trimmed * all.Length);
        return all[cut..(all.Length - cut)].Average();
    }

    /// <summary>How far the runs stay below <paramref name="target"/>, on average; what exceeds it does not count.</summary>
    public static double OptimalityGap(Scores scores, double target = 1) => target - scores.Sorted().Average(score => Math.Min(score, target));

    /// <summary>The mean over tasks of the probability that a run of one method scores higher than one of the other; ties count half.</summary>
    /// <param name="x">Scores of the one.</param>
    /// <param name="y">Scores of the other on the same tasks.</param>
    /// <exception cref="ArgumentException">They have different tasks.</exception>
    public static double ProbabilityOfImprovement(Scores x, Scores y)
    {
        if (x.ByTask.Count != y.ByTask.Count)
            throw new ArgumentException($"Methods are compared on the same tasks, and these have {x.ByTask.Count} and {y.ByTask.Count}.", nameof(y));
        return x.ByTask.Zip(y.ByTask).Average(pair => Wins(pair.First, pair.Second) / ((double)pair.First.Length * pair.Second.Length));
    }

    /// <summary>The share of all scores strictly above each threshold.</summary>
    public static double[] Profile(Scores scores, IReadOnlyList<double> thresholds) => ShareAbove(scores.Sorted(), thresholds);

    /// <summary>The share of the tasks' means strictly above each threshold.</summary>
    public static double[] MeanProfile(Scores scores, IReadOnlyList<double> thresholds) => ShareAbove(scores.TaskMeans(), thresholds);

    /// <summary>Pairs in which x is higher, ties half: the U statistic of Mann and Whitney.</summary>
    internal static double Wins(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double wins = 0;
        foreach (double a in x)
        {
            foreach (double b in y)
                wins += a > b ? 1 : a == b ? 0.5 : 0;
        }
        return wins;
    }

    private static double[] ShareAbove(double[] values, IReadOnlyList<double> thresholds) =>
        [.. thresholds.Select(threshold => values.Count(value => value > threshold) / (double)values.Length)];
}
