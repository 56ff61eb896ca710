using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Cli.Tests;

public sealed class ErrorReportTests
{
    public static TheoryData<Exception, string, int> Failures => new()
    {
        { new ConfigException("Set it."), "Set it.", 2 },
        { new CheckpointException("Gone."), "Gone.", 2 },
        { new TrainingDivergedException("The loss is NaN."), "The loss is NaN.", 1 },
        { new TypeInitializationException("Torch", new IOException("No library.")), "No library.", 2 },
        { new OperationCanceledException(), "Interrupted.", 130 },
        { new InvalidOperationException("Two\nlines."),
            "Unexpected InvalidOperationException: Two lines; this is a mistake of Reverie's, set REVERIE_TRACE=1 for the whole trace.", 1 },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Report_Failure_IsOneSentence(Exception failure, string sentence, int exitCode)
    {
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(exitCode, ErrorReport.Report(failure, output, trace: false));
        Assert.Equal($"{sentence}\n", output.ToString());
    }

    [Fact]
    public void Report_TraceWanted_ShowsWhereItHappened()
    {
        var output = new StringWriter { NewLine = "\n" };
        try
        {
            throw new InvalidOperationException("Odd.");
        }
        catch (InvalidOperationException e)
        {
            ErrorReport.Report(e, output, trace: true);
        }
        Assert.Contains(nameof(Report_TraceWanted_ShowsWhereItHappened), output.ToString(), StringComparison.Ordinal);
    }
}
