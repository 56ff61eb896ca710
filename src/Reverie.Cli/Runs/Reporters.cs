using Reverie.Training.Progress;
using Spectre.Console;

namespace Reverie.Cli.Runs;

/// <summary>Live progress on a terminal, plain lines elsewhere.</summary>
internal static class Reporters
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    internal static IProgressReporter Create() => Console.IsOutputRedirected
        ? new PlainReporter(Console.Out, TimeProvider.System, PlainInterval)
        : new LiveReporter(AnsiConsole.Console, TimeProvider.System);
}
