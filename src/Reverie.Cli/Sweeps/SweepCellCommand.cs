using System.CommandLine;
using Reverie.Cli.Experiments;
using Reverie.Cli.Runs;
using Reverie.Training.Configuration;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Sweeps;

/// <summary><c>reverie sweep cell</c>: makes one run, or goes on with it; what launchers start.</summary>
internal static class SweepCellCommand
{
    internal static Command Create()
    {
        var cell = new Argument<string>("run") { Description = "The run's name, or its number within its rung, from 0." };
        var rung = new Option<int>("--rung") { Description = "The rung, from 0.", Required = true };
        var attended = new Option<bool>("--attended") { Description = "Save and end when the standard input ends: whoever started this has died." };
        var prepared = new Option<DirectoryInfo?>("--prepared") { Description = "The folder of runs that tells which settings got here; --runs if left out." };
        var command = new Command("cell", "Makes one run of a sweep; launchers start this.") { cell, rung, attended, prepared };
        var arguments = new SweepArguments(command, isNamedByOption: true);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (plan, host, runs) = arguments.Open(result);
            var progress = SweepProgress.Read(plan, result.GetValue(prepared)?.FullName ?? runs);
            int index = result.GetValue(rung);
            if (index < 0 || index >= progress.Rungs.Count)
                throw new ConfigException($"Rung {index} of '{plan.Name}' has not been reached; `reverie sweep status {plan.File}` shows how far it is.");
            using var stop = TrainCommand.CreateStop();
            if (result.GetValue(attended))
                ExperimentCellCommand.Watch(stop);
            var store = new ExperimentStore(progress.RunsOf(index), runs);
            bool isOver = new CellRunner(host, store).Run(store.Experiment.Find(result.GetValue(cell)!), stop);
            host.Reporter.Message(isOver ? "Complete." : "Stopped and saved.");
            return isOver ? 0 : ErrorReport.Interrupted;
        }));
        return command;
    }
}
