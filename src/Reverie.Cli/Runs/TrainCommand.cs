using System.CommandLine;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Distributed;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;
using Spectre.Console;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie train</c>: composes a configuration, makes a run folder, and trains, whatever the algorithm.</summary>
internal static class TrainCommand
{
    private const int FinalEpisodes = 100;
    private const int FilmedEpisodes = 5;

    internal static Command Create()
    {
        var multirun = new Option<bool>("--multirun", "-m") { Description = "Run every combination of values given as a=1,2,3, one after another." };
        var runs = RunsOption();
        var command = new Command("train", "Trains an agent.") { multirun, runs };
        var composition = new Composition(command, "exp=NAME picks an experiment, algo=NAME an algorithm, group=choice swaps a group, a.b.c=value sets a value.");
        var teams = new TeamArguments(command);
        command.SetAction(result => ErrorReport.Guard(
            () => Run(composition, teams, result, composition.Overrides(result), result.GetValue(multirun), result.GetValue(runs)!.FullName)));
        return command;
    }

    /// <summary>The folder that runs go to.</summary>
    internal static Option<DirectoryInfo> RunsOption() =>
        new("--runs") { Description = "Folder for run folders.", DefaultValueFactory = _ => new DirectoryInfo("runs") };

    private static int Run(Composition composition, TeamArguments teams, ParseResult result, string[] overrides, bool multirun, string root)
    {
        var place = teams.Find(result);
        using var stop = place.CreateStop();
        var host = composition.Host(result, place.Reporter);
        var sweep = multirun ? Sweep.Expand(overrides, host.Configs) : [overrides];
        // All of them are checked before the first one starts.
        var composed = sweep.Select(one => host.Compose(one)).ToList();
        composed.ForEach(one => Team.Require(one.Algorithm, one.Config.Options, place.Size));
        if (place.IsHelper)
            return place.Help(stop, team => composed.TrueForAll(one => host.Help(one.Algorithm, one.Config, team, stop)));
        using var processes = place.Lead(stop);
        foreach (var (index, (algorithm, config)) in composed.Index())
        {
            if (composed.Count > 1)
                AnsiConsole.Write(new Rule($"run {index + 1} of {composed.Count}: {Markup.Escape(string.Join(' ', sweep[index]))}").LeftJustified());
            var session = host.Create(algorithm, config, root, ["reverie", "train", .. sweep[index]]);
            if (!Train(session, host, config, stop, processes.Team))
                return ErrorReport.Interrupted;
        }
        return 0;
    }

    internal static GracefulStop CreateStop() => new(line => AnsiConsole.MarkupLineInterpolated($"[yellow]{line}[/]"));

    /// <summary>Trains and says what came of it.</summary>
    /// <returns>False when it was interrupted.</returns>
    internal static bool Train(RunSession session, RunHost host, RunConfig? config, GracefulStop stop, Team? team = null)
    {
        string path = Path.GetRelativePath(Environment.CurrentDirectory, session.Folder.Path);
        if (Begin(session, host, config, stop, path, team) is not { } isComplete)
            return false;
        if (!isComplete)
        {
            host.Reporter.Message($"Stopped and saved. Go on with: ./reverie resume {path}");
            return false;
        }
        if (session.Settings.Test is null)
            return true;
        if (!session.Settings.SavesCheckpoints)
        {
            host.Reporter.Message("Nothing was saved (common.do_checkpoint=false), so there is nothing to evaluate.");
            return true;
        }
        if (session.Evaluate(FinalEpisodes, seed: 0, FilmedEpisodes, stop) is not null)
            return true;
        host.Reporter.Message($"Trained and saved, but not evaluated to the end. Evaluate with: ./reverie eval {path}");
        return false;
    }

    /// <returns>Whether it was trained to its end; null when it was interrupted before it began.</returns>
    private static bool? Begin(RunSession session, RunHost host, RunConfig? config, GracefulStop stop, string path, Team? team)
    {
        try
        {
            return session.Train(stop, trainer =>
            {
                // Only now: a start that fails shall leave its one sentence on the screen, not a hundred lines above it.
                if (config is not null)
                    ConfigTree.Print(config.Tree);
                if (trainer.Estimate is { } estimate)
                    EstimatePrinter.Print(estimate);
                host.Reporter.Message($"Run folder: {path}");
                if (team is { Size: > 1 })
                    host.Reporter.Message($"{team.Size} processes train it together.");
            }, team);
        }
        catch (OperationCanceledException) when (stop.IsRequested)
        {
            host.Reporter.Message(config is null ? "Stopped before training went on; nothing has changed." : "Stopped before training began; nothing is kept.");
            return null;
        }
    }
}
