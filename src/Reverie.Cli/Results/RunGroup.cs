using Reverie.Training.Evaluation;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Cli.Results;

/// <summary>Runs that differ in nothing but their seeds, by the label <c>wandb.group</c>; one without a label stands for itself.</summary>
/// <param name="Name">The label, or the name of the run.</param>
/// <param name="Runs">In the order in which they were given.</param>
internal sealed record RunGroup(string Name, IReadOnlyList<RunFolder> Runs)
{
    internal static IReadOnlyList<RunGroup> Of(IEnumerable<RunFolder> runs) =>
    [
        .. runs.GroupBy(run => run.Metadata.Group ?? LearningCurve.NameOf(run), StringComparer.Ordinal).Select(group => new RunGroup(group.Key, [.. group])),
    ];

    /// <summary>The mean over runs of the last value of a metric, with its bootstrap interval, and how many runs logged it; null where none did.</summary>
    internal (Interval Mean, int Count)? Last(string metric)
    {
        double[] values = [.. Runs.Select(run => LearningCurve.Find(run, metric)).OfType<double>()];
        // A fixed seed: the same runs give the same table.
        return values.Length == 0 ? null : (Statistics.Mean(values, new SeededRandom(0, metric)), values.Length);
    }
}
