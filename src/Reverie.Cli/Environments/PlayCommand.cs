using System.CommandLine;
using Reverie.Environments.Play;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env play</c>: a person takes the agent's place.</summary>
internal static class PlayCommand
{
    internal static Command Create()
    {
        var id = EnvCommand.IdArgument();
        var seed = EnvCommand.SeedOption();
        var keywords = EnvCommand.KeywordOption();
        var command = new Command("play", $"Lets you play a level in the terminal. {KeyBindings.Help}") { id, seed, keywords };
        command.SetAction(result => EnvCommand.Guard(result, () =>
        {
            if (Console.IsInputRedirected)
                throw new IOException("Playing needs a terminal: run this command without redirecting its input.");
            using var game = new TerminalGame(EnvCommand.Make(result.GetRequiredValue(id), result.GetValue(keywords)), Console.Out, color: true);
            game.Run(result.GetValue(seed), () => Console.ReadKey(intercept: true).Key);
        }));
        return command;
    }
}
