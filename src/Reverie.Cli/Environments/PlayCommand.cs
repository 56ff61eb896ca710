using System.CommandLine;
using Reverie.Cli.Advising;
using Reverie.Cli.Playing;
using Reverie.Environments.Play;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Web;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env play</c>: a person takes the agent's place.</summary>
internal static class PlayCommand
{
    internal static Command Create()
    {
        var id = EnvCommand.IdArgument();
        var seed = EnvCommand.SeedOption();
        var keywords = EnvCommand.KeywordOption();
        var inBrowser = new Option<bool>("--web") { Description = "Play in a browser; recordings go to ./recordings." };
        var advice = new Option<bool>("--advice") { Description = "Shows an adviser's scores of all actions beside the board; reverie/grid-adviser's unless told otherwise." };
        var overrides = new Argument<string[]>("override") { Description = $"With --advice: {AdviserConfig.Help}", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("play", $"Lets you play a level in the terminal, or with --web in a browser. {KeyBindings.Help}")
        {
            id, overrides, seed, keywords, inBrowser, advice,
        };
        var web = new WebArguments(command);
        command.SetAction(result => EnvCommand.Guard(result, () =>
        {
            if (!result.GetValue(advice) && result.GetValue(overrides) is [var first, ..])
                throw new ConfigException($"'{first}' says who advises; add --advice, or leave it out.");
            if (result.GetValue(advice) && result.GetValue(inBrowser))
                throw new ConfigException("An adviser is shown beside the board of the terminal; leave out --web or --advice.");
            if (result.GetValue(inBrowser))
                return PlayInBrowser(result, web, result.GetRequiredValue(id), result.GetValue(keywords), result.GetValue(seed));
            if (Console.IsInputRedirected)
                throw new IOException("Playing needs a terminal: run this command without redirecting its input.");
            var environment = EnvCommand.Make(result.GetRequiredValue(id), result.GetValue(keywords));
            using var adviser = result.GetValue(advice) ? new PlayAdvice(environment, AdviserConfig.Load(result.GetValue(overrides) ?? [])) : null;
            using var game = new TerminalGame(environment, Console.Out, color: true, adviser is null ? null : adviser.Tell);
            game.Run(result.GetValue(seed), () => Console.ReadKey(intercept: true).Key);
            return 0;
        }));
        return command;
    }

    private static int PlayInBrowser(ParseResult result, WebArguments web, string id, string[]? keywords, ulong? seed)
    {
        var options = new GameOptions { IsYours = true, Seed = (int)(seed ?? 0) & int.MaxValue };
        using var games = new GameHouse(_ => GameSetups.OfEnvironment(id, EnvCommand.Make(id, keywords), "recordings"), options, TimeProvider.System);
        games.EnterAsync(id).GetAwaiter().GetResult();
        string page = $"/play?run={Uri.EscapeDataString(id)}";
        return Serving.RunAsync(games, new RunShelf("runs"), web.Of(result), page, web.Opens(result)).GetAwaiter().GetResult();
    }
}
