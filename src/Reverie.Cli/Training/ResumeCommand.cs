using System.CommandLine;
using Reverie.Algorithms.Iris.Options;
using Reverie.Cli.Pretraining;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;
using Spectre.Console;

namespace Reverie.Cli.Training;

/// <summary><c>reverie resume</c>: goes on with an interrupted run.</summary>
internal static class ResumeCommand
{
    internal static Command Create()
    {
        var command = new Command("resume", "Goes on with an interrupted run, from its newest good checkpoint.");
        var arguments = new RunArguments(command, "a.b.c=value, for what shall be different from now on.");
        command.SetAction(result => Friendly.Run(() => Run(arguments.Open(result))));
        return command;
    }

    private static int Run((RunFolder Run, string[] Overrides) arguments)
    {
        var (run, overrides) = arguments;
        if (IsPretraining(run))
            return PretrainCommand.Resume(run.Path, overrides);
        var config = ConfigLoader.LoadFile<TrainerOptions>(run.ConfigFile, overrides);
        using var stop = new GracefulStop(line => AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]"));
        return TrainCommand.TrainIn(run, config, resume: true, stop) ? 0 : Friendly.Interrupted;
    }

    /// <summary>A run of a world model names its algorithm; a run of a language model has none.</summary>
    internal static bool IsPretraining(RunFolder run) =>
        !File.ReadLines(run.ConfigFile).Any(line => line.StartsWith("algo:", StringComparison.Ordinal));
}
