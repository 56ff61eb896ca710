using System.CommandLine;
using System.CommandLine.Parsing;
using Reverie.Training.Configuration;

namespace Reverie.Cli;

/// <summary>Says in one sentence what a command line should have been.</summary>
internal static class Mistakes
{
    /// <summary>An option that no command knows would be taken for an argument: <c>reverie resume --run x</c> would look for a run of that name.</summary>
    internal static void RefuseUnknownOptions(Command command)
    {
        command.Validators.Add(result =>
        {
            var words = result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
            if (words.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
                result.AddError($"'{unknown}' is no option of '{Name(result)}'{Nearest(unknown, command.Options.Select(option => option.Name))}");
        });
        foreach (var subcommand in command.Subcommands)
            RefuseUnknownOptions(subcommand);
    }

    internal static string Describe(ParseResult parsed)
    {
        var (command, name) = (parsed.CommandResult.Command, Name(parsed.CommandResult));
        string problem = command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..]
            ? $"'{word}' is no command of '{name}'{Nearest(word, command.Subcommands.Select(subcommand => subcommand.Name))}"
            : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{problem} See `{name} --help`.";
    }

    private static string Nearest(string name, IEnumerable<string> known) => NearestKey.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>A command as it is typed: <c>reverie env play</c>.</summary>
    private static string Name(CommandResult result) => result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : "reverie";
}
