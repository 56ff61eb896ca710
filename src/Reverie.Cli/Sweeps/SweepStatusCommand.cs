using System.CommandLine;
using System.Globalization;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Sweeps;

/// <summary><c>reverie sweep status</c>: how far each setting is.</summary>
internal static class SweepStatusCommand
{
    internal static Command Create()
    {
        var command = new Command("status", "Shows how far a sweep's settings are, and how good.");
        var arguments = new SweepArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (plan, _, runs) = arguments.Open(result);
            Print(plan, runs);
            return 0;
        }));
        return command;
    }

    internal static void Print(SweepPlan plan, string runs)
    {
        var progress = SweepProgress.Read(plan, runs);
        string[] columns = ["setting", .. plan.Options.Space.Keys, "rung", plan.Options.Budget.Key, "state", plan.Options.Metric.Name];
        Rows.Print(columns, plan.Trials.Select(trial => Row(progress, runs, trial)));
    }

    private static string[] Row(SweepProgress progress, string runs, Trial trial)
    {
        var (rung, result) = progress.LastOf(trial);
        string state = result.Failure is not null ? "failed"
            : !result.IsOver ? StateOf(progress, runs, rung.Index, trial)
            : rung.IsComplete && !rung.Kept.Contains(trial) ? "dropped"
            : rung.IsComplete && rung.Index == progress.Plan.Budgets.Count - 1 ? "best" : "complete";
        return
        [
            trial.Name, .. trial.Settings.Select(setting => setting.Value), (rung.Index + 1).ToString(CultureInfo.InvariantCulture),
            rung.Budget.ToString(CultureInfo.InvariantCulture), state, result.Mean?.ToString("0.###", CultureInfo.InvariantCulture) ?? "",
        ];
    }

    /// <summary>That of its run which is farthest from being over.</summary>
    private static string StateOf(SweepProgress progress, string runs, int rung, Trial trial)
    {
        var store = new ExperimentStore(progress.Plan.RunsOf(rung, [trial]), runs);
        var states = store.Experiment.Cells.Where(cell => !store.IsOver(cell)).Select(cell => store.FolderOf(cell)).Select(
            // Complete for the rung before.
            folder => folder.State == CellState.Complete ? CellState.Waiting : folder.State).ToList();
        return (states.Contains(CellState.Running) ? CellState.Running : states.Min()).ToString().ToLowerInvariant();
    }
}
