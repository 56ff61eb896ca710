using System.CommandLine;

namespace Reverie.Cli.Sweeps;

/// <summary><c>reverie sweep</c>: a search for good settings.</summary>
internal static class SweepCommand
{
    internal static Command Create()
    {
        var command = new Command("sweep", "Searches for good settings: configs/sweeps/NAME.yaml. Settings that were begun go on.")
        {
            SweepStatusCommand.Create(),
            SweepReportCommand.Create(),
            SweepCellCommand.Create(),
        };
        SweepRun.Add(command);
        return command;
    }
}
