using System.CommandLine;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;

namespace Reverie.Cli.Runs;

/// <summary>The run that a command is about, the latest if none is named, and what shall be different in its configuration.</summary>
internal sealed class RunArguments
{
    private readonly Argument<string?> _run = new("run")
    {
        Description = "A run folder, or a folder of runs for its latest; ./runs if left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string[]> _overrides;
    private readonly Composition _composition;

    internal RunArguments(Command command, string overrides)
    {
        _overrides = new("override") { Description = overrides, Arity = ArgumentArity.ZeroOrMore };
        command.Add(_run);
        command.Add(_overrides);
        _composition = new(command);
    }

    /// <summary>The run, with the plug-ins that it needs and those of the command line.</summary>
    /// <exception cref="CheckpointException">There is no such run.</exception>
    internal (RunSession Session, RunHost Host) Open(ParseResult result, IProgressReporter? reporter = null)
    {
        var (run, changes) = Find(result);
        var host = _composition.Host(result, reporter);
        return (host.Open(run, changes), host);
    }

    /// <summary>The run again and again, with something else besides that is different.</summary>
    /// <inheritdoc cref="Open"/>
    internal IEnumerable<RunSession> OpenEach(ParseResult result, IEnumerable<string> overrides)
    {
        var (run, changes) = Find(result);
        var host = _composition.Host(result);
        return overrides.Select(more => host.Open(run, [.. changes, more]));
    }

    private (RunFolder Run, string[] Changes) Find(ParseResult result)
    {
        string[] overrides = result.GetValue(_overrides) ?? [];
        return result.GetValue(_run) switch
        {
            null => (Latest("runs"), overrides),
            // Without a run the first override stands in its place.
            var text when text.Contains('=', StringComparison.Ordinal) && !Directory.Exists(text) => (Latest("runs"), [text, .. overrides]),
            var folder => (RunFolder.Latest(folder) ?? RunFolder.Open(folder), overrides),
        };
    }

    private static RunFolder Latest(string root) => RunFolder.Latest(root)
        ?? throw new CheckpointException($"There is no run under ./{root}; name a run folder, or start one with `reverie train exp=quickstart`.");
}
