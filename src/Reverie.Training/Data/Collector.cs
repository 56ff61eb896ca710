using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Data;

/// <summary>
/// Plays in the environments and puts what happens into a dataset. Each environment begins its next episode as soon as one has ended;
/// an unfinished episode is stored when a collection ends and extended, under its id, by the next one.
/// </summary>
/// <remarks>Stopped in the middle, saved and restored, a collection goes on at the very next step.</remarks>
public sealed class Collector
{
    private readonly IVectorEnvironment _environments;
    private readonly EpisodeDataset _dataset;
    private readonly IRandomSource _random;
    private readonly EpisodeFolder? _media;
    private readonly EpisodeRecorder[] _recorders;
    private readonly int?[] _episodeIds;
    private readonly EpisodeMetrics[] _soFar; // of the open episodes, also of what the dataset has dropped
    private readonly ActionBatch _actions;
    private CollectProgress? _progress;
    private byte[]? _memory;

    /// <summary>Resets the environments.</summary>
    /// <param name="environments">Where to play.</param>
    /// <param name="seed">Environment i gets the seed plus i.</param>
    /// <param name="dataset">Where the episodes go.</param>
    /// <param name="random">Draws for exploration.</param>
    /// <param name="media">Where finished episodes are also kept for viewing, or null.</param>
    /// <param name="stop">Looked at before each environment is reset.</param>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public Collector(
        IVectorEnvironment environments, ulong seed, EpisodeDataset dataset, IRandomSource random, EpisodeFolder? media = null, CancellationToken stop = default)
    {
        (_environments, _dataset, _random, _media) = (environments, dataset, random, media);
        _recorders = [.. Enumerable.Range(0, environments.Count).Select(_ => new EpisodeRecorder(environments.Layout))];
        _episodeIds = new int?[environments.Count];
        _soFar = new EpisodeMetrics[environments.Count];
        _actions = new ActionBatch(environments.Layout.Action, environments.Count);
        environments.Reset(seed, stop);
    }

    /// <summary>Whether a collection was stopped before its end; the next call of <see cref="Collect"/> goes on with it.</summary>
    public bool IsInterrupted => _progress is not null;

    /// <summary>Plays until the requested number of steps or episodes is reached.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="options">How much and how. Episodes are shared out among the environments, so that short ones are not preferred.</param>
    /// <param name="epoch">The epoch, for the names of media files.</param>
    /// <param name="onStep">Told after each step what has been done so far; may be null.</param>
    /// <param name="stop">Looked at after each step.</param>
    /// <returns>What the collection brought, or null when it was stopped.</returns>
    public CollectResult? Collect(IPolicy policy, CollectOptions options, int epoch, Action<CollectProgress>? onStep = null, GracefulStop? stop = null)
    {
        if (options.NumSteps is null == options.NumEpisodes is null)
            throw new ArgumentException("Ask for a number of steps or for a number of episodes, not both.", nameof(options));
        var progress = _progress ?? new CollectProgress(_environments.Count, options.NumEpisodes);
        if (_memory is not null)
            policy.RestoreMemory(_environments.Count, new BinaryReader(new MemoryStream(_memory)));
        else
            policy.Begin(_environments.Count, BurnIn(options.BurnIn));
        (_progress, _memory) = (null, null);
        while (!progress.IsComplete(options.NumSteps))
        {
            Step(policy, options, progress, epoch);
            onStep?.Invoke(progress);
            if (stop is { IsRequested: true } && !progress.IsComplete(options.NumSteps))
            {
                (_progress, _memory) = (progress, MemoryOf(policy));
                policy.End();
                return null;
            }
        }
        StoreOpenEpisodes();
        policy.End();
        return new CollectResult(progress.Steps, progress.Finished, _dataset.Count, _dataset.StepCount);
    }

    /// <summary>Saves what the next collection depends on; the environments and the random source save themselves.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_environments.Count);
        for (int i = 0; i < _recorders.Length; i++)
        {
            writer.Write(_episodeIds[i] ?? -1);
            writer.Write(_soFar[i].Length);
            writer.Write(_soFar[i].Return);
        }
        writer.Write(IsInterrupted);
        if (_progress is null)
            return;
        _progress.Save(writer);
        WriteBlock(writer, _memory!);
        for (int i = 0; i < _recorders.Length; i++)
            WriteBlock(writer, _recorders[i].IsEmpty ? [] : EpisodeFile.ToBytes(_recorders[i].Peek(_environments.Current.Row(i))));
    }

    /// <summary>Goes back to what <see cref="Save"/> saved. Restore the dataset and the environments first.</summary>
    /// <exception cref="InvalidDataException">The state belongs to another number of environments.</exception>
    public void Restore(BinaryReader reader)
    {
        if (reader.ReadInt32() is var count && count != _environments.Count)
            throw new InvalidDataException($"The checkpoint was written with {count} environments, not {_environments.Count}; resume with num_envs={count}.");
        for (int i = 0; i < count; i++)
        {
            _episodeIds[i] = reader.ReadInt32() is var id and >= 0 ? id : null;
            _soFar[i] = new EpisodeMetrics(reader.ReadInt32(), reader.ReadDouble());
        }
        if (reader.ReadBoolean())
        {
            _progress = CollectProgress.Restore(reader);
            _memory = ReadBlock(reader);
            foreach (var recorder in _recorders)
            {
                if (ReadBlock(reader) is { Length: > 0 } steps)
                    recorder.Resume(EpisodeFile.Read(new MemoryStream(steps)));
            }
        }
        GiveUpLostEpisodes();
    }

    /// <summary>Open episodes of environments that could not be saved: what could have followed is lost, so they are cut off.</summary>
    private void GiveUpLostEpisodes()
    {
        for (int i = 0; i < _episodeIds.Length; i++)
        {
            if (!_environments.Current.IsFirst[i])
                continue;
            if (!_recorders[i].IsEmpty)
                Store(i, _recorders[i].Take(_environments.Current.Row(i), EpisodeEnd.None));
            if (_episodeIds[i] is { } id && _dataset.Contains(id))
                _dataset.Cut(id);
            (_episodeIds[i], _soFar[i]) = (null, default);
        }
    }

    private static void WriteBlock(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBlock(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static byte[] MemoryOf(IPolicy policy)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            policy.SaveMemory(writer);
        return stream.ToArray();
    }

    private void Step(IPolicy policy, CollectOptions options, CollectProgress progress, int epoch)
    {
        var current = _environments.Current;
        policy.Act(current, options.Acting, _actions);
        // One draw a step for all environments, also when epsilon is 0: the stream does not depend on it.
        if (_random.NextDouble() < options.Epsilon)
            RandomActions.Fill(_actions, _random);
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (!progress.IsIdle(i))
                _recorders[i].BeginStep(current.Row(i), _actions[i]);
        }
        _environments.Step(_actions, progress.Idle);
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (progress.IsIdle(i))
                continue;
            _recorders[i].EndStep(current.Rewards[i]);
            _soFar[i] = new(_soFar[i].Length + 1, _soFar[i].Return + current.Rewards[i]);
            if (current.HasEnded(i))
                progress.Finish(i, FinishEpisode(i, epoch));
        }
        progress.CountStep();
    }

    /// <summary>The latest steps of the open episodes, or null when none is open or no burn-in is wanted.</summary>
    private SegmentBatch? BurnIn(int length)
    {
        if (length == 0 || !_episodeIds.Any(IsHeld))
            return null;
        var batch = new SegmentBatch(_episodeIds.Length, length, _environments.Layout);
        for (int i = 0; i < _episodeIds.Length; i++)
        {
            if (!IsHeld(_episodeIds[i]))
                continue;
            var episode = _dataset[_episodeIds[i]!.Value];
            episode.CopySegment(episode.Length - length, episode.Length, batch, i);
        }
        return batch;
    }

    private FinishedEpisode FinishEpisode(int environment, int epoch)
    {
        var current = _environments.Current;
        var end = new EpisodeEnd(current.Terminated[environment], current.Truncated[environment], current.Successes[environment]);
        var (id, episode) = Store(environment, _recorders[environment].Take(current.FinalRow(environment), end));
        var metrics = _soFar[environment] with { Success = end.Success };
        (_episodeIds[environment], _soFar[environment]) = (null, default);
        _media?.Save(episode, id, epoch);
        return new FinishedEpisode(id, metrics);
    }

    private void StoreOpenEpisodes()
    {
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (!_recorders[i].IsEmpty)
                Store(i, _recorders[i].Take(_environments.Current.Row(i), EpisodeEnd.None));
        }
    }

    /// <summary>Moves steps into the dataset, behind those of the same episode that are there.</summary>
    private (int Id, Episode Episode) Store(int environment, Episode steps)
    {
        if (_episodeIds[environment] is { } id && _dataset.Contains(id))
            return (id, _dataset.Extend(id, steps));
        int added = _dataset.Add(steps);
        _episodeIds[environment] = added;
        return (added, steps);
    }

    private bool IsHeld(int? id) => id is { } value && _dataset.Contains(value);
}
