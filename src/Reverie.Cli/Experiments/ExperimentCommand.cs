using System.CommandLine;

namespace Reverie.Cli.Experiments;

/// <summary><c>reverie experiment</c>: many runs that answer one question.</summary>
internal static class ExperimentCommand
{
    internal static Command Create() => new("experiment", "Many runs that answer one question: configs/experiments/NAME.yaml.")
    {
        ExperimentRunCommand.Create(),
        ExperimentStatusCommand.Create(),
        ExperimentReportCommand.Create(),
        ExperimentCellCommand.Create(),
    };
}
