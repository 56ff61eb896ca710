using Reverie.Torch.Distributed;
using Reverie.Training.Distributed;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Cli.Runs;

/// <summary>What a process is among those that train together.</summary>
/// <param name="given">What its variables say; null where they say nothing.</param>
/// <param name="wanted">Processes that it shall start itself, this one included.</param>
/// <param name="arguments">The command line of those.</param>
internal sealed class TeamPlace(ProcessPlace? given, int wanted, string[] arguments)
{
    /// <summary>Set for processes that the leader starts, who waits for them already.</summary>
    internal const string LeaderWaits = "REVERIE_LEADER_WAITS";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    internal int Size => given?.Size ?? wanted;

    /// <summary>Whether another process leads.</summary>
    internal bool IsHelper => given is { Rank: > 0 };

    /// <summary>Those who help say nothing; null: the usual reporter.</summary>
    internal IProgressReporter? Reporter => IsHelper ? new SilentReporter() : null;

    internal GracefulStop CreateStop() => IsHelper ? new(_ => { }) : TrainCommand.CreateStop();

    /// <summary>Gathers those who help.</summary>
    internal LocalTeam Lead(GracefulStop stop) => given is not null
        ? new(new Team(Meet(stop), given.LocalRank), [])
        : wanted == 1 ? new(Team.Alone, []) : LocalTeam.Start(wanted, arguments, stop.Token);

    /// <summary>Helps another process. What goes wrong here is the leader's to tell, unless it is the leader who is gone.</summary>
    /// <param name="stop">Looked at often.</param>
    /// <param name="work">Whether everything was done.</param>
    /// <returns>The exit code.</returns>
    internal int Help(GracefulStop stop, Func<Team, bool> work)
    {
        using var team = new Team(Meet(stop), given!.LocalRank);
        try
        {
            return work(team) ? 0 : ErrorReport.Interrupted;
        }
        catch (OperationCanceledException)
        {
            team.Processes.Leave("a stop was asked for.");
            return ErrorReport.Interrupted;
        }
        catch (Exception e) when (e is not TeamException)
        {
            team.Processes.Leave(ErrorReport.Sentence(e));
            return 1;
        }
    }

    private SocketGroup Meet(GracefulStop stop) => Rendezvous.Meet(
        given!, Environment.GetEnvironmentVariable(LeaderWaits) is null ? Patience : TimeSpan.Zero, stop.Token);
}
