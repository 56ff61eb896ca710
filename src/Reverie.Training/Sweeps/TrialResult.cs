using Reverie.Training.Experiments;

namespace Reverie.Training.Sweeps;

/// <summary>How good a setting was at the end of a rung.</summary>
/// <param name="Trial">The setting.</param>
/// <param name="Values">The metric of each run, by environment, in the order of the seeds; those that are there.</param>
/// <param name="Failure">Why it cannot be trained; null where nothing is known against it.</param>
/// <param name="IsOver">Whether all of its runs are over.</param>
public sealed record TrialResult(Trial Trial, IReadOnlyDictionary<string, IReadOnlyList<double>> Values, string? Failure, bool IsOver)
{
    /// <summary>What it is ranked by, more is better; null while a run is missing, and where it failed.</summary>
    /// <param name="metric">How values become scores.</param>
    public double? Score(MetricOptions metric) => !IsOver || Failure is not null ? null
        : Values.Average(environment => environment.Value.Average(value => metric.Normalise(environment.Key, value)));

    /// <summary>The metric itself, environments with equal weight; null where there is no score.</summary>
    public double? Mean => !IsOver || Failure is not null ? null : Values.Values.Average(runs => runs.Average());

    /// <summary>Reads it from what runs left.</summary>
    /// <param name="trial">The setting.</param>
    /// <param name="runs">Its runs of this rung, and what is known of them.</param>
    internal static TrialResult Of(Trial trial, IReadOnlyList<(ExperimentCell Cell, CellRecord? Record)> runs)
    {
        var all = runs.Select(run => (
            Environment: run.Cell.Environment!, run.Record, Rung: run.Record?.Rungs.FirstOrDefault(rung => rung.Budget == run.Cell.Budget!.Value))).ToList();
        var reached = all.Where(run => run.Rung is not null).GroupBy(run => run.Environment);
        return new(
            trial,
            reached.ToDictionary(group => group.Key, IReadOnlyList<double> (group) => [.. group.Select(run => run.Rung!.Value)]),
            // A run that got here and failed later had not failed here.
            all.Where(run => run.Rung is null).Select(run => run.Record?.Failure).FirstOrDefault(failure => failure is not null),
            runs.All(run => run.Record?.IsOver(run.Cell) == true));
    }
}
