using Reverie.Training.Experiments;

namespace Reverie.Training.Sweeps;

/// <summary>
/// How far a search is. It follows from what the runs left in their <c>cell.json</c> alone, so that whoever looks comes to the same settings.
/// </summary>
public sealed class SweepProgress
{
    private SweepProgress(SweepPlan plan, IReadOnlyList<RungResult> rungs) => (Plan, Rungs) = (plan, rungs);

    public SweepPlan Plan { get; }

    /// <summary>The rungs that were begun; all but the last are complete.</summary>
    public IReadOnlyList<RungResult> Rungs { get; }

    /// <summary>The rung that is not complete; null when the search is over.</summary>
    public RungResult? Current => Rungs[^1].IsComplete ? null : Rungs[^1];

    /// <summary>The best setting of the last rung that is complete; null before the first is, and where all failed.</summary>
    public TrialResult? Best => Rungs.LastOrDefault(rung => rung.IsComplete && rung.Kept.Count > 0)?.Ranked[0];

    /// <summary>Looks.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="runs">The folder of all runs.</param>
    /// <exception cref="InvalidDataException">The record of a run is damaged.</exception>
    public static SweepProgress Read(SweepPlan plan, string runs)
    {
        var rungs = new List<RungResult>();
        var trials = plan.Trials;
        for (int rung = 0; rung < plan.Budgets.Count && trials.Count > 0; rung++)
        {
            var store = new ExperimentStore(plan.RunsOf(rung, trials), runs);
            var cells = store.Experiment.Cells.Select(cell => (Cell: cell, store.FolderOf(cell).Record)).ToLookup(cell => cell.Cell.Arm);
            bool isLast = rung == plan.Budgets.Count - 1;
            var results = trials.Select(trial => TrialResult.Of(trial, [.. cells[trial.Name]])).ToList();
            rungs.Add(new(rung, plan.Budgets[rung], results, isLast ? 1 : plan.Room(rung + 1), plan.Options.Metric));
            if (!rungs[^1].IsComplete)
                break;
            // In their own order: a run's number within a rung does not depend on how good it was.
            trials = [.. rungs[^1].Kept.OrderBy(trial => trial.Index)];
        }
        return new(plan, rungs);
    }

    /// <summary>The runs of a rung.</summary>
    /// <exception cref="InvalidOperationException">The rungs before it are not complete.</exception>
    public Experiment RunsOf(int rung) => rung < Rungs.Count
        ? Plan.RunsOf(rung, Rungs[rung].Ranked.Select(result => result.Trial).OrderBy(trial => trial.Index))
        : throw new InvalidOperationException($"Rung {rung} has not been reached.");

    /// <summary>How far a setting got: its result in the last rung that it reached.</summary>
    public (RungResult Rung, TrialResult Result) LastOf(Trial trial) => Rungs.Reverse()
        .SelectMany(rung => rung.Ranked.Where(result => result.Trial == trial).Select(result => (rung, result))).First();
}
