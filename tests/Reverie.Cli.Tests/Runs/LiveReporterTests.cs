using Reverie.Cli.Runs;
using Reverie.Training.Progress;
using Spectre.Console;

namespace Reverie.Cli.Tests.Runs;

public sealed class LiveReporterTests
{
    [Fact]
    public void Message_WhileAPhaseIsShown_ErasesItsLineFirst()
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        var reporter = new LiveReporter(console, FixedTime.AtNoon());
        using (var phase = new ProgressPhase(reporter, FixedTime.AtNoon(), "collect", "steps", 10))
        {
            phase.Advance(5);
            reporter.Message("Saved.");
        }
        string[] drawn = writer.ToString().Split("\r\u001b[K");
        Assert.StartsWith("collect ", drawn[1], StringComparison.Ordinal);
        Assert.StartsWith("Saved.", drawn[2], StringComparison.Ordinal);
        Assert.Equal("", drawn[^1]);
    }
}
