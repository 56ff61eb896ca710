using System.CommandLine;
using Reverie.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Progress;
using Reverie.Training.Sessions;

namespace Reverie.Cli.Runs;

/// <summary>What commands that know algorithms have in common: plug-ins and overrides. Here the program is put together.</summary>
internal sealed class Composition
{
    private readonly Argument<string[]>? _overrides;

    /// <param name="command">Gets the options.</param>
    /// <param name="overrides">What overrides can do here; null where the command reads them itself.</param>
    internal Composition(Command command, string? overrides = null)
    {
        command.Add(Plugin);
        if (overrides is null)
            return;
        _overrides = new("override") { Description = overrides, Arity = ArgumentArity.ZeroOrMore };
        command.Add(_overrides);
    }

    private Option<string[]> Plugin { get; } =
        new("--plugin") { Description = "An assembly with algorithms, environments or wrappers of your own; may be given several times." };

    internal string[] Overrides(ParseResult result) => _overrides is null ? [] : result.GetValue(_overrides) ?? [];

    /// <summary>Everything that is built in, and the plug-ins of the command line.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="reporter">Shows progress; the usual one if left out.</param>
    internal RunHost Host(ParseResult result, IProgressReporter? reporter = null) => CreateHost(result.GetValue(Plugin) ?? [], reporter);

    /// <summary>Everything that is built in, and some plug-ins.</summary>
    /// <exception cref="ConfigException">A plug-in is none.</exception>
    internal static RunHost CreateHost(IEnumerable<string> plugins, IProgressReporter? reporter = null)
    {
        var host = BuiltIn.CreateHost(ConfigSearchPath.FromEnvironment(Path.Combine(RepositoryRoot.Path, "configs")), reporter ?? Reporters.Create());
        foreach (string plugin in plugins)
            host.LoadPlugin(plugin);
        return host;
    }
}
