using System.Diagnostics;
using System.Globalization;
using System.Net;
using Reverie.Cli.Experiments;
using Reverie.Torch;
using Reverie.Torch.Distributed;
using Reverie.Training.Distributed;

namespace Reverie.Cli.Runs;

/// <summary>A team that this process leads, and the processes that it has started for it.</summary>
internal sealed class LocalTeam(Team team, IReadOnlyList<Process> started) : IDisposable
{
    private const string ThreadsVariable = "OMP_NUM_THREADS";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Farewell = TimeSpan.FromSeconds(10);

    internal Team Team { get; } = team;

    /// <summary>Starts all but this process, and waits for them.</summary>
    /// <param name="size">How many there will be, this one included.</param>
    /// <param name="arguments">The command line of the others.</param>
    /// <param name="stop">Gives up.</param>
    internal static LocalTeam Start(int size, string[] arguments, CancellationToken stop)
    {
        int threads = Math.Max(1, Environment.ProcessorCount / size);
        if (Environment.GetEnvironmentVariable(ThreadsVariable) is null)
            TorchRuntime.Threads = threads;
        using var point = new Rendezvous(IPAddress.Loopback, port: 0);
        var started = new List<Process>();
        try
        {
            for (int rank = 1; rank < size; rank++)
                started.Add(Start(new(rank, size, rank, "127.0.0.1", point.Port), arguments, threads));
            return new(new Team(point.Lead(size, Patience, RequireAll, stop)), started);
        }
        catch
        {
            End(started);
            throw;
        }

        void RequireAll()
        {
            if (started.FindIndex(process => process.HasExited) is var index and >= 0)
            {
                throw new TeamException(
                    $"Process {index + 1} of {size} ended with exit code {started[index].ExitCode} before it could help; see what it says above.");
            }
        }
    }

    public void Dispose()
    {
        if (Team.Size > 1)
            Team.Dispose();
        End(started);
    }

    private static Process Start(ProcessPlace place, string[] arguments, int threads)
    {
        var command = OwnProgram.Command;
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments]);
        foreach (var (name, value) in place.Variables)
            start.Environment[name] = value;
        start.Environment[TeamPlace.LeaderWaits] = "1";
        start.Environment.TryAdd(ThreadsVariable, threads.ToString(CultureInfo.InvariantCulture));
        return Process.Start(start)!;
    }

    private static void End(IReadOnlyList<Process> started)
    {
        foreach (var process in started)
        {
            if (!process.WaitForExit(Farewell))
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
