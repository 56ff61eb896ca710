using System.CommandLine;
using Reverie.Cli.Runs;
using Reverie.Training.Experiments;
using Reverie.Training.Runs;

namespace Reverie.Cli.Experiments;

/// <summary><c>reverie experiment cell</c>: makes one run; what launchers start.</summary>
internal static class ExperimentCellCommand
{
    internal static Command Create()
    {
        var cell = new Argument<string>("run") { Description = "The run's name, or its number, from 0, as `reverie experiment status` lists it." };
        var attended = new Option<bool>("--attended") { Description = "Save and end when the standard input ends: whoever started this has died." };
        var prepared = new Option<DirectoryInfo?>("--prepared") { Description = "The folder of runs that preparations are taken from; --runs if left out." };
        var command = new Command("cell", "Makes one run of an experiment; launchers start this.") { cell, attended, prepared };
        var arguments = new ExperimentArguments(command, isNamedByOption: true);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var (store, host) = arguments.Open(result, result.GetValue(prepared)?.FullName);
            using var stop = TrainCommand.CreateStop();
            if (result.GetValue(attended))
                Watch(stop);
            bool isOver = new CellRunner(host, store).Run(store.Experiment.Find(result.GetValue(cell)!), stop);
            host.Reporter.Message(isOver ? "Complete." : "Stopped and saved.");
            return isOver ? 0 : ErrorReport.Interrupted;
        }));
        return command;
    }

    /// <summary>Asks for a stop when the standard input ends.</summary>
    internal static void Watch(GracefulStop stop)
    {
        var input = Console.OpenStandardInput();
        var watcher = new Thread(() =>
        {
            Span<byte> buffer = stackalloc byte[64];
            while (input.Read(buffer) > 0)
            {
                // Nobody writes anything; only the end counts.
            }
            stop.Request();
        })
        { IsBackground = true };
        watcher.Start();
    }
}
