using System.CommandLine;
using Reverie.Training.Runs;

namespace Reverie.Cli.Training;

/// <summary>The run that a command is about: a folder, or the latest run.</summary>
internal static class RunArgument
{
    internal static Argument<string?> Create() => new("run")
    {
        Description = "A run folder; the latest under ./runs if left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <exception cref="CheckpointException">There is no such run.</exception>
    internal static RunFolder Open(string? folder) => folder is not null
        ? RunFolder.Open(folder)
        : RunFolder.Latest("runs") ?? throw new CheckpointException("There is no run under ./runs; name a run folder, or start one with `reverie train exp=quickstart`.");
}
