using System.CommandLine;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie resume</c>: goes on with an interrupted run, whatever its algorithm.</summary>
internal static class ResumeCommand
{
    internal static Command Create()
    {
        var command = new Command("resume", "Goes on with an interrupted run, from its newest good checkpoint.");
        var arguments = new RunArguments(command, "a.b.c=value, for what shall be different from now on.");
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            using var stop = TrainCommand.CreateStop();
            var (session, host) = arguments.Open(result);
            return TrainCommand.Train(session, host, config: null, stop) ? 0 : ErrorReport.Interrupted;
        }));
        return command;
    }
}
