using System.CommandLine;
using Reverie.Cli.Experiments;
using Reverie.Cli.Runs;
using Reverie.Training.Configuration;
using Reverie.Training.Experiments;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Sweeps;

/// <summary><c>reverie sweep NAME</c>: makes the runs that are missing, rung after rung.</summary>
internal static class SweepRun
{
    internal static void Add(Command command)
    {
        var jobs = ExperimentRunCommand.JobsOption();
        command.Add(jobs);
        var arguments = new SweepArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (plan, host, runs) = arguments.Open(result);
            RequireOne(plan, host);
            using var stop = TrainCommand.CreateStop();
            return Run(plan, host, runs, result.GetValue(jobs), stop);
        }));
    }

    /// <summary>A mistake that all settings share is said before anything is begun; a setting that is wrong by itself fails by itself.</summary>
    internal static void RequireOne(SweepPlan plan, RunHost host)
    {
        ConfigException? mistake = null;
        foreach (var trial in plan.Trials)
        {
            try
            {
                var cell = plan.RunsOf(0, [trial]).Cells[0];
                host.Compose([.. cell.Overrides, cell.Budget!.Override]);
                return;
            }
            catch (ConfigException e)
            {
                mistake ??= e;
            }
        }
        throw mistake!;
    }

    private static int Run(SweepPlan plan, RunHost host, string runs, int jobs, GracefulStop stop)
    {
        for (var progress = SweepProgress.Read(plan, runs); ; progress = SweepProgress.Read(plan, runs))
        {
            if (progress.Rungs is [.., _, _] or [{ IsComplete: true }])
                Tell(progress, host);
            if (progress.Current is not { } rung)
                return End(progress, host);
            string[] command = [.. SweepArguments.CellCommand(plan, host, rung.Index)];
            var store = new ExperimentStore(progress.RunsOf(rung.Index), runs);
            if (new LocalLauncher(store, command, ["--runs", runs], host.Reporter).Run(jobs, stop))
                continue;
            // What failed for good does not stand in the way of the others.
            if (!stop.IsRequested && SweepProgress.Read(plan, runs).Rungs[rung.Index].IsComplete)
                continue;
            host.Reporter.Message($"Not complete. Go on with: ./reverie sweep {plan.File}");
            return stop.IsRequested ? ErrorReport.Interrupted : 1;
        }
    }

    /// <summary>Says what came of the last rung that is complete.</summary>
    private static void Tell(SweepProgress progress, RunHost host)
    {
        var rung = progress.Rungs.Last(rung => rung.IsComplete);
        int failed = rung.Failed.Count();
        string where = $"Rung {rung.Index + 1} of {progress.Plan.Budgets.Count} ({progress.Plan.Options.Budget.Key}={rung.Budget})";
        string kept = rung.Index == progress.Plan.Budgets.Count - 1 ? "the best is" : $"{rung.Kept.Count} go on:";
        host.Reporter.Message($"{where}: {rung.Ranked.Count} settings, {failed} failed; {kept} {string.Join(", ", rung.Kept.Select(trial => trial.Name))}");
        if (rung.Tied.Count > 0)
            host.Reporter.Message($"Equally good at the cut: {string.Join(", ", rung.Tied.Select(trial => trial.Name))}; those that were made first go on.");
    }

    private static int End(SweepProgress progress, RunHost host)
    {
        if (progress.Best is not { } best)
        {
            host.Reporter.Message($"All settings failed; the first: {progress.Rungs[^1].Failed.First().Failure}");
            return 1;
        }
        host.Reporter.Message($"Complete: {best.Trial.Name} is the best, {string.Join(' ', best.Trial.Overrides)}.");
        host.Reporter.Message($"Its results: ./reverie sweep report {progress.Plan.File}");
        return 0;
    }
}
