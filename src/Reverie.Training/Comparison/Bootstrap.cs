using Reverie.Training.Evaluation;
using Reverie.Training.Randomness;

namespace Reverie.Training.Comparison;

/// <summary>
/// The stratified bootstrap: runs are drawn with repetition for every task by itself, so that no task gains or loses weight, and every
/// estimate gets an interval.
/// </summary>
/// <param name="random">Draws the resamples.</param>
/// <param name="repetitions">How many resamples.</param>
/// <param name="size">The interval's coverage, in (0, 1).</param>
/// <param name="method">How the repetitions become an interval.</param>
/// <param name="drawsTasks">Whether tasks are drawn, too: the interval then speaks of tasks like these. All need equally many runs.</param>
public sealed class Bootstrap(
    IRandomSource random, int repetitions = 2000, double size = 0.95, IntervalMethod method = IntervalMethod.Percentile, bool drawsTasks = false)
{
    /// <summary>An interval for each number of a statistic.</summary>
    public IReadOnlyList<Interval> Intervals(Scores scores, Func<Scores, double[]> statistic) =>
        Intervals(scores.Runs, draw => statistic(scores.Take(draw)));

    /// <summary>An interval for each number of a statistic of two methods, whose runs are drawn independently.</summary>
    public IReadOnlyList<Interval> Intervals(Scores x, Scores y, Func<Scores, Scores, double[]> statistic)
    {
        int[] runsOfX = x.Runs, runsOfY = y.Runs;
        double[] estimate = statistic(x, y);
        return Intervals(estimate, () =>
        {
            var drawnX = x.Take(Draw(runsOfX));
            return statistic(drawnX, y.Take(Draw(runsOfY)));
        });
    }

    /// <summary>An interval for each number of a statistic of whatever the runs hold, such as whole curves.</summary>
    /// <param name="runs">Runs of each task.</param>
    /// <param name="statistic">Given which runs stand for each task; as many numbers each time.</param>
    public IReadOnlyList<Interval> Intervals(int[] runs, Func<IReadOnlyList<DrawnTask>, double[]> statistic)
    {
        double[] estimate = statistic([.. runs.Select((count, task) => new DrawnTask(task, [.. Enumerable.Range(0, count)]))]);
        return Intervals(estimate, () => statistic(Draw(runs)));
    }

    /// <summary>One resample. Indices come run by run, and within a run task by task, as rliable's do.</summary>
    internal IReadOnlyList<DrawnTask> Draw(int[] runs)
    {
        if (drawsTasks && runs.Any(count => count != runs[0]))
            throw new InvalidOperationException("To draw tasks, too, all of them need equally many runs.");
        int[][] indices = [.. runs.Select(count => new int[count])];
        for (int run = 0; run < runs.Max(); run++)
        {
            for (int task = 0; task < runs.Length; task++)
            {
                if (run < runs[task])
                    indices[task][run] = random.NextInt(runs[task]);
            }
        }
        return [.. indices.Select((drawn, place) => new DrawnTask(drawsTasks ? random.NextInt(runs.Length) : place, drawn))];
    }

    private IReadOnlyList<Interval> Intervals(double[] estimate, Func<double[]> resample)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        double[][] results = [.. estimate.Select(_ => new double[repetitions])];
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            double[] numbers = resample();
            for (int i = 0; i < numbers.Length; i++)
                results[i][repetition] = numbers[i];
        }
        return [.. estimate.Select((value, i) => ToInterval(value, results[i]))];
    }

    private Interval ToInterval(double estimate, double[] results)
    {
        Array.Sort(results);
        double alpha = (1 - size) / 2;
        double lower = Quantiles.OfSorted(results, alpha), upper = Quantiles.OfSorted(results, 1 - alpha);
        return method == IntervalMethod.Basic ? new(estimate, (2 * estimate) - upper, (2 * estimate) - lower) : new(estimate, lower, upper);
    }
}
