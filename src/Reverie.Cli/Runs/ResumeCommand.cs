using System.CommandLine;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie resume</c>: goes on with an interrupted run, whatever its algorithm.</summary>
internal static class ResumeCommand
{
    internal static Command Create()
    {
        var command = new Command("resume", "Goes on with an interrupted run, from its newest good checkpoint.");
        var arguments = new RunArguments(command, "a.b.c=value, for what shall be different from now on.");
        var teams = new TeamArguments(command);
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            var place = teams.Find(result);
            using var stop = place.CreateStop();
            var (session, host) = arguments.Open(result, place.Reporter);
            session.RequireTeam(place.Size);
            if (place.IsHelper)
                return place.Help(stop, team => session.Help(team, stop));
            using var processes = place.Lead(stop);
            return TrainCommand.Train(session, host, config: null, stop, processes.Team) ? 0 : ErrorReport.Interrupted;
        }));
        return command;
    }
}
