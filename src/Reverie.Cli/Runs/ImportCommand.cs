using System.CommandLine;
using Reverie.Training.Runs;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie import</c>: brings a run of another machine here, by rsync or scp.</summary>
internal static class ImportCommand
{
    internal static Command Create()
    {
        var source = new Argument<string>("source") { Description = "HOST:PATH of a run folder (a host that ssh knows), or a PATH." };
        var keep = new Option<bool>("--keep", "-k") { Description = "Keep files that are here already; only what is missing is added." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Say what is copied." };
        var runs = TrainCommand.RunsOption();
        var command = new Command("import", "Brings the run folder of another machine here.") { source, keep, verbose, runs };
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            using var stop = new GracefulStop(_ => { });
            var import = new RunImport(result.GetRequiredValue(source), result.GetValue(keep), result.GetValue(verbose));
            var run = import.Run(result.GetValue(runs)!.FullName, TimeProvider.System, stop.Token);
            string path = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
            Console.WriteLine($"{path}: evaluate it with ./reverie eval {path}, go on with ./reverie resume {path}");
            return 0;
        }));
        return command;
    }
}
