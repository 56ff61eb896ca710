using System.Security.Cryptography;
using System.Text;
using Reverie.Environments.Vector;
using Reverie.Torch.Distributed;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Training.Distributed;

/// <summary>
/// Processes that train one run together. All hold the whole run and take the same steps; rank 0 leads: it alone keeps the run folder, its
/// logs and its checkpoints, and tells the user.
/// </summary>
/// <param name="processes">How they speak.</param>
/// <param name="localRank">Which process of its machine this is.</param>
public sealed class Team(IProcessGroup processes, int localRank = 0) : IDisposable
{
    private readonly List<SharedEnvironments> _shared = [];
    private bool _isInStep;

    /// <summary>One process.</summary>
    public static Team Alone { get; } = new(SingleProcess.Instance);

    public IProcessGroup Processes { get; } = processes;

    /// <summary>Which process of its machine this is.</summary>
    public int LocalRank { get; } = localRank;

    public int Size => Processes.Size;

    public bool IsLeader => Processes.Rank == 0;

    /// <summary>Refuses a run that so many processes cannot train together.</summary>
    /// <exception cref="ConfigException">The algorithm, or its options, do not allow it.</exception>
    public static void Require(IAlgorithm algorithm, IRunOptions options, int processes)
    {
        if (processes > 1 && algorithm.WhyAlone(options, processes) is { } why)
            throw new ConfigException(why);
    }

    /// <summary>Steps each environment in one process only, and shows all processes what comes of it.</summary>
    /// <param name="environments">The same in all processes; they then belong to the result.</param>
    public IVectorEnvironment Share(IVectorEnvironment environments)
    {
        if (Size == 1)
            return environments;
        var shared = new SharedEnvironments((VectorEnvironment)environments, Processes) { IsInStep = _isInStep };
        _shared.Add(shared);
        return shared;
    }

    /// <summary>The rows of a batch that are this process's share.</summary>
    /// <param name="rows">Rows of the whole batch, a multiple of <see cref="Size"/>.</param>
    public (int First, int Count) Rows(int rows) => (Processes.Rank * (rows / Size), rows / Size);

    /// <summary>Saves a checkpoint; all must call it, and the leader writes it.</summary>
    public void Save(CheckpointStore checkpoints, long step, IEnumerable<CheckpointFile> files)
    {
        if (IsLeader)
        {
            checkpoints.Save(step, files);
            return;
        }
        // Others have a part in what is written: the state of the environments that they step. Not in what never changes.
        foreach (var file in files.Where(file => file.Fingerprint is null))
            file.Write(Stream.Null);
    }

    /// <summary>Waits for all others at the beginning of a run.</summary>
    /// <param name="config">The run's configuration.</param>
    /// <exception cref="ConfigException">Another process has another one.</exception>
    internal void Begin(string config)
    {
        byte[] own = SHA256.HashData(Encoding.UTF8.GetBytes(config));
        int other = Array.FindIndex(Processes.Exchange(own), bytes => !bytes.AsSpan().SequenceEqual(own));
        if (other >= 0)
        {
            throw new ConfigException(
                $"Processes {Processes.Rank} and {other} were started with other options, or are other versions of Reverie; "
                + "start all with the same command line.");
        }
    }

    /// <summary>Gives the others what a trainer holds.</summary>
    internal void SendState(ISharedTrainer trainer)
    {
        foreach (var file in trainer.State)
        {
            Processes.Share(Encoding.UTF8.GetBytes(file.Name));
            using (var stream = new SharingStream(Processes))
                file.Write(stream);
            Processes.Share([]);
        }
        Processes.Share([]);
    }

    /// <summary>Takes what the leader gives, as a checkpoint.</summary>
    internal void ReceiveState(CheckpointStore checkpoints)
    {
        checkpoints.Save(0, Files());

        IEnumerable<CheckpointFile> Files()
        {
            while (Processes.Share([]) is { Length: > 0 } name)
            {
                yield return new(Encoding.UTF8.GetString(name), stream =>
                {
                    while (Processes.Share([]) is { Length: > 0 } piece)
                        stream.Write(piece);
                });
            }
        }
    }

    /// <summary>Waits until all others hold what the leader holds. Whoever cannot begin has left, and says why.</summary>
    internal void AwaitAll() => Processes.Exchange([]);

    /// <summary>Runs a trainer in step with the others.</summary>
    /// <param name="trainer">All hold the same.</param>
    /// <param name="stop">A stop that is asked for here; all stop at the same step when it is asked for anywhere.</param>
    /// <returns>Whether the run is complete.</returns>
    internal bool Run(ITrainer trainer, GracefulStop? stop)
    {
        if (Size == 1)
            return trainer.Run(stop);
        using var agreed = GracefulStop.Unheard();
        Processes.Watch(() => stop is { IsRequested: true }, agreed.Request);
        _shared.ForEach(environments => environments.IsInStep = true);
        _isInStep = true;
        try
        {
            return trainer.Run(agreed);
        }
        finally
        {
            _shared.Clear();
            _isInStep = false;
        }
    }

    public void Dispose() => Processes.Dispose();
}
