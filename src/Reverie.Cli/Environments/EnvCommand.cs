using System.CommandLine;
using Reverie.Environments;
using Reverie.Environments.Gymnasium;
using Reverie.Environments.Registration;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env</c>: looks at, plays, checks and records one environment.</summary>
internal static class EnvCommand
{
    /// <summary>Assemblies with more environments; every subcommand takes it.</summary>
    internal static Option<string[]> Plugin { get; } = new("--plugin") { Description = "An assembly with environments of your own.", Recursive = true };

    /// <summary>What there is: the built-in environments, and those of the plug-ins once they are loaded.</summary>
    internal static EnvironmentRegistry Registry { get; } = BuiltInEnvironments.CreateRegistry();

    /// <summary>What can be put before an environment.</summary>
    internal static WrapperRegistry Wrappers { get; } = BuiltInEnvironments.CreateWrappers();

    internal static Command Create() => new("env", "Shows, plays, checks or records an environment.")
    {
        Plugin,
        ShowCommand.Create(),
        PlayCommand.Create(),
        CheckCommand.Create(),
        TraceCommand.Create(),
    };

    internal static Argument<string> IdArgument() => new("id") { Description = "An id that 'reverie envs' lists, or one that Gymnasium knows." };

    internal static Option<string[]> KeywordOption() =>
        new("--with") { Description = "Arguments to override, as name=value, for example size=6.", AllowMultipleArgumentsPerToken = true };

    internal static Option<ulong?> SeedOption() => new("--seed") { Description = "The seed of the level; without it chance decides." };

    /// <summary>Makes the environment that the arguments name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static IEnvironment Make(string id, string[]? keywords)
    {
        bool isPython = Registry.SourceOf(id) is not null;
        (string, object?)[] overrides =
            [.. (keywords ?? []).Select(Split).Select(keyword => (keyword.Name, isPython ? PythonValues.Parse(keyword.Value) : (object?)keyword.Value))];
        return Registry.Make(id, overrides);
    }

    /// <summary>Loads the plug-ins and runs a command; what the user got wrong becomes one line.</summary>
    internal static int Guard(ParseResult result, Action action) => Guard(result, () =>
    {
        action();
        return 0;
    });

    /// <inheritdoc cref="Guard(ParseResult, Action)"/>
    internal static int Guard(ParseResult result, Func<int> body) => ErrorReport.Guard(() => UserText.Use(where: null, () =>
    {
        foreach (string path in result.GetValue(Plugin) ?? [])
        {
            OrdinaryFile.RefuseSpecial(path);
            PluginLoader.Load(path, Registry, Wrappers);
        }
        return body();
    }));

    private static (string Name, string Value) Split(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : throw new ArgumentException($"Write an override as name=value, not '{text}'.");
    }
}
