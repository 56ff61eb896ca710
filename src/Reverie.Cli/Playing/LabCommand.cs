using System.CommandLine;
using Reverie.Cli.Runs;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Web;
using Reverie.Training.Runs;

namespace Reverie.Cli.Playing;

/// <summary><c>reverie lab</c>: all runs in a browser, their curves while they train, and their agents to play with.</summary>
internal static class LabCommand
{
    internal static Command Create()
    {
        var root = new Argument<DirectoryInfo>("runs")
        {
            Description = "Folder of runs; ./runs if left out.",
            DefaultValueFactory = _ => new DirectoryInfo("runs"),
        };
        var command = new Command("lab", "Shows runs in a browser: curves while they train, media, comparisons, and their agents at play.") { root };
        var web = new WebArguments(command);
        var composition = new Composition(command);
        command.SetAction((result, _) => ErrorReport.GuardAsync(async () =>
        {
            var folder = result.GetRequiredValue(root);
            if (!folder.Exists)
            {
                throw new CheckpointException(
                    $"There is no folder '{folder.FullName}'; name the folder of runs, or start one with `reverie train exp=quickstart`.");
            }
            var host = composition.Host(result);
            var (runs, options) = (new RunShelf(folder.FullName), new GameOptions());
            using var games = new GameHouse(id => GameSetups.OfRun(host.Open(runs.Find(id), []), host, options.Seed), options, host.Time);
            return await Serving.RunAsync(games, runs, web.Of(result), "/", web.Opens(result));
        }));
        return command;
    }
}
