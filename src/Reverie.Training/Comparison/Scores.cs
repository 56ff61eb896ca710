namespace Reverie.Training.Comparison;

/// <summary>One score a run, sorted by tasks (environments, games). Tasks may have different numbers of runs.</summary>
public sealed class Scores
{
    private readonly double[][] _byTask;

    /// <param name="byTask">[task][run]; at least one task, and at least one run each.</param>
    /// <exception cref="ArgumentException">There is no task, or one without a run.</exception>
    public Scores(IEnumerable<double[]> byTask)
    {
        _byTask = [.. byTask];
        if (_byTask.Length == 0 || _byTask.Any(runs => runs.Length == 0))
            throw new ArgumentException("Scores need at least one task, and at least one run of each.", nameof(byTask));
    }

    /// <summary>[task][run].</summary>
    public IReadOnlyList<double[]> ByTask => _byTask;

    /// <summary>Runs of each task.</summary>
    public int[] Runs => [.. _byTask.Select(runs => runs.Length)];

    /// <summary>All scores, ascending.</summary>
    public double[] Sorted()
    {
        double[] all = [.. _byTask.SelectMany(runs => runs)];
        Array.Sort(all);
        return all;
    }

    /// <summary>The mean over runs of each task.</summary>
    public double[] TaskMeans() => [.. _byTask.Select(runs => runs.Average())];

    /// <summary>Scores as they come in tables of the literature.</summary>
    /// <param name="byRun">[run][task]; all rows of one length.</param>
    public static Scores FromRuns(IReadOnlyList<double[]> byRun) => new(Enumerable.Range(0, byRun[0].Length).Select(task => byRun.Select(run => run[task]).ToArray()));

    /// <summary>These scores drawn anew.</summary>
    internal Scores Take(IReadOnlyList<DrawnTask> draw) => new(draw.Select(column => column.Runs.Select(run => _byTask[column.Task][run]).ToArray()));
}
