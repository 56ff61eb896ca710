using System.CommandLine;
using Reverie.Cli.Runs;
using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Terminal;
using Reverie.Play.Web;

namespace Reverie.Cli.Playing;

/// <summary><c>reverie play</c>: watch a trained agent, take its place, play in its world model.</summary>
internal static class PlayCommand
{
    /// <summary>The word itself: <c>-h</c> means its header, not help.</summary>
    internal const string Name = "play";

    internal static Command Create()
    {
        var panes = new Option<bool>("--reconstruction", "-r") { Description = "Show the original, what the agent sees, and what it makes of that." };
        var you = new Option<bool>("--world-model", "-w") { Description = "You play in the world model." };
        var agent = new Option<bool>("--agent-in-world-model", "-a") { Description = "The agent plays in the world model." };
        var episodes = new Option<bool>("--episodes", "-e") { Description = "Look at the episodes that the run kept." };
        var header = new Option<bool>("--header", "-h") { Description = "Show numbers above the pictures." };
        var save = new Option<bool>("--save", "-s") { Description = "Ask after each episode whether to keep it." };
        var fps = new Option<double>("--fps", "-f") { Description = "Frames a second, 1 to 240.", DefaultValueFactory = _ => 15 };
        fps.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 240))
                result.AddError("--fps is a number from 1 to 240.");
        });
        var horizon = new Option<int>("--horizon") { Description = "Steps after which a dream ends.", DefaultValueFactory = _ => 50 };
        horizon.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
                result.AddError("--horizon is a number from 1 to 10000.");
        });
        var seed = new Option<int>("--seed") { Description = "Seed of the first episode and of the agent." };
        var keymap = new Option<FileInfo?>("--keymap") { Description = "A YAML file with keys of your own (docs/play.md)." };
        var terminal = new Option<bool>("--terminal") { Description = "Play in this terminal instead of a browser." };
        var command = new Command(Name, "Plays with a trained agent in a browser: watch it, take its place, play in its world model.")
        {
            panes, you, agent, episodes, header, save, fps, horizon, seed, keymap, terminal,
        };
        var web = new WebArguments(command);
        var arguments = new RunArguments(command, "a.b.c=value, such as common.device=cpu.");
        command.SetAction((result, _) => ErrorReport.GuardAsync(() =>
        {
            var options = new GameOptions
            {
                FramesPerSecond = result.GetValue(fps),
                Place = result.GetValue(episodes) ? Place.Episode : result.GetValue(you) || result.GetValue(agent) ? Place.Dream : Place.Environment,
                IsYours = result.GetValue(you),
                Panes = result.GetValue(panes),
                AsksToKeep = result.GetValue(save),
                Header = result.GetValue(header),
                Horizon = result.GetValue(horizon),
                Seed = result.GetValue(seed),
            };
            if (new[] { you, agent, episodes }.Count(option => result.GetValue(option)) > 1)
                throw new Reverie.Play.PlayException("Choose one of -w, -a and -e: a game begins at one place; keys lead to the others.");
            return RunAsync(result, arguments, web, options, result.GetValue(keymap), result.GetValue(terminal));
        }));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult result, RunArguments arguments, WebArguments web, GameOptions options, FileInfo? keymap, bool inTerminal)
    {
        var (session, host) = arguments.Open(result);
        var keys = keymap is null ? null : KeyChanges.Read(keymap.FullName);
        string own = RunShelf.IdOf(session.Folder);
        var runs = new RunShelf(Path.Combine(session.Folder.Path, "..", ".."), session.Folder);
        GameSetup Open(string id)
        {
            var opened = id == own ? session : host.Open(runs.Find(id), []);
            return GameSetups.OfRun(opened, host, options.Seed, keys);
        }
        using var games = new GameHouse(Open, options, host.Time);
        // Now, so that what is wrong is said here and not in a page.
        var (loop, setup) = await games.EnterAsync(own);
        if (inTerminal)
            return PlayInTerminal(loop, setup);
        string page = $"/play?run={Uri.EscapeDataString(own)}{(options.Header ? "&header=1" : "")}";
        return await Serving.RunAsync(games, runs, web.Of(result), page, web.Opens(result));
    }

    internal static int PlayInTerminal(GameLoop loop, GameSetup setup)
    {
        if (Console.IsInputRedirected)
            throw new IOException("Playing needs a terminal: run this command without redirecting its input.");
        new TerminalPlayer(loop, setup, Console.Out).Run(() => Console.ReadKey(intercept: true));
        return 0;
    }
}
