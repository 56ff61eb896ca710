using Reverie.Training.Randomness;

namespace Reverie.Training.Data;

/// <summary>
/// Plays in the environments and puts what happens into a dataset. When all environments have finished they are reset together;
/// an unfinished episode is stored at once and extended, under its id, by the next collection.
/// </summary>
public sealed class Collector
{
    private readonly ICollectorEnvironment _environment;
    private readonly EpisodeDataset _dataset;
    private readonly IRandomSource _random;
    private readonly EpisodeFolder? _media;
    private readonly DoneTracker _tracker;
    private readonly EpisodeRecorder[] _recorders;
    private readonly int?[] _episodeIds;
    private readonly byte[] _observations; // [N, C, H, W]
    private readonly long[] _actions;
    private readonly float[] _rewards;
    private readonly bool[] _ends;

    /// <summary>Resets the environments.</summary>
    /// <param name="environment">Where to play.</param>
    /// <param name="dataset">Where the episodes go.</param>
    /// <param name="random">Draws for exploration.</param>
    /// <param name="media">Where finished episodes are also kept for viewing, or null.</param>
    public Collector(ICollectorEnvironment environment, EpisodeDataset dataset, IRandomSource random, EpisodeFolder? media = null)
    {
        _environment = environment;
        _dataset = dataset;
        _random = random;
        _media = media;
        var shape = environment.ObservationShape;
        _tracker = new DoneTracker(environment.Count);
        _recorders = [.. Enumerable.Range(0, environment.Count).Select(_ => new EpisodeRecorder(shape))];
        _episodeIds = new int?[environment.Count];
        _observations = new byte[environment.Count * shape.Size];
        _actions = new long[environment.Count];
        _rewards = new float[environment.Count];
        _ends = new bool[environment.Count];
        environment.Reset(_observations);
    }

    /// <summary>Ids of the episodes that go on in the next collection; null where a new one will begin.</summary>
    public IReadOnlyList<int?> OpenEpisodeIds => _episodeIds;

    /// <summary>Plays until the requested number of steps or episodes is reached.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="request">How much and how.</param>
    /// <param name="epoch">The epoch, for the names of media files.</param>
    /// <param name="onSteps">Told after each step how many were counted; may be null.</param>
    public CollectResult Collect(ICollectorPolicy policy, CollectRequest request, int epoch, Action<int>? onSteps = null)
    {
        if (request.Steps is null == request.Episodes is null)
            throw new ArgumentException("Ask for a number of steps or for a number of episodes, not both.", nameof(request));
        var finished = new List<FinishedEpisode>();
        int steps = 0, episodes = 0;
        policy.Reset(_environment.Count, BurnIn(request.BurnIn));
        while (request.Steps is { } wantedSteps ? steps < wantedSteps : episodes < request.Episodes)
        {
            Step(policy, request);
            steps += _tracker.StepsCounted;
            onSteps?.Invoke(_tracker.StepsCounted);
            if (!_tracker.AllDone)
                continue;
            episodes += _environment.Count;
            finished.AddRange(FinishEpisodes(StoreSteps(), epoch));
            _environment.Reset(_observations);
            policy.Reset(_environment.Count, burnIn: null);
        }
        StoreSteps();
        policy.Clear();
        return new CollectResult(steps, finished, _dataset.Count, _dataset.StepCount);
    }

    /// <summary>Saves what the next collection depends on; the environments and the random source save themselves.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_environment.Count);
        writer.Write(_observations);
        writer.Write(_tracker.State);
        foreach (int? id in _episodeIds)
            writer.Write(id ?? -1);
    }

    /// <summary>Goes back to what <see cref="Save"/> saved. Restore the environments afterwards: making the collector has reset them.</summary>
    /// <exception cref="InvalidDataException">The state belongs to another number of environments.</exception>
    public void Restore(BinaryReader reader)
    {
        if (reader.ReadInt32() is var count && count != _environment.Count)
            throw new InvalidDataException($"The checkpoint was written with {count} environments, not {_environment.Count}; resume with num_envs={count}.");
        reader.BaseStream.ReadExactly(_observations);
        byte[] state = new byte[count];
        reader.BaseStream.ReadExactly(state);
        _tracker.Restore(state);
        for (int i = 0; i < count; i++)
            _episodeIds[i] = reader.ReadInt32() is var id and >= 0 ? id : null;
    }

    private void Step(ICollectorPolicy policy, CollectRequest request)
    {
        policy.Act(_observations, request.Sample, request.Temperature, _actions);
        // One draw a step for all environments, also when epsilon is 0: the stream does not depend on it.
        if (_random.NextDouble() < request.Epsilon)
        {
            for (int i = 0; i < _actions.Length; i++)
                _actions[i] = _random.NextInt(_environment.ActionCount);
        }
        int size = _environment.ObservationShape.Size;
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (!_tracker.IsDone(i))
                _recorders[i].BeginStep(_observations.AsSpan(i * size, size), _actions[i]);
        }
        _environment.Step(_actions, _observations, _rewards, _ends);
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (!_tracker.IsDone(i))
                _recorders[i].EndStep(_rewards[i], _ends[i]);
        }
        _tracker.Update(_ends);
    }

    /// <summary>The latest steps of the open episodes, or null when none is open or no burn-in is wanted.</summary>
    private SegmentBatch? BurnIn(int length)
    {
        if (length == 0 || !_episodeIds.Any(IsHeld))
            return null;
        var batch = new SegmentBatch(_episodeIds.Length, length, _environment.ObservationShape);
        for (int i = 0; i < _episodeIds.Length; i++)
        {
            if (!IsHeld(_episodeIds[i]))
                continue;
            var episode = _dataset[_episodeIds[i]!.Value];
            episode.CopySegment(episode.Length - length, episode.Length, batch, i);
        }
        return batch;
    }

    /// <summary>Moves what was recorded into the dataset.</summary>
    /// <returns>The episode of each environment, also where the dataset has dropped it meanwhile; null where it was dropped before.</returns>
    private Episode?[] StoreSteps()
    {
        Episode?[] episodes = [.. _episodeIds.Select(id => IsHeld(id) ? _dataset[id!.Value] : null)];
        for (int i = 0; i < _recorders.Length; i++)
        {
            if (_recorders[i].IsEmpty)
                continue;
            var steps = _recorders[i].TakeEpisode();
            if (IsHeld(_episodeIds[i]))
            {
                episodes[i] = _dataset.Extend(_episodeIds[i]!.Value, steps);
            }
            else
            {
                episodes[i] = episodes[i]?.Extend(steps) ?? steps;
                _episodeIds[i] = _dataset.Add(steps);
            }
        }
        return episodes;
    }

    private List<FinishedEpisode> FinishEpisodes(Episode?[] episodes, int epoch)
    {
        var finished = new List<FinishedEpisode>();
        for (int i = 0; i < episodes.Length; i++)
        {
            if (episodes[i] is not { } episode)
                continue;
            int id = _episodeIds[i]!.Value;
            _media?.Save(episode, id, epoch);
            finished.Add(new FinishedEpisode(id, episode.Metrics));
        }
        Array.Clear(_episodeIds);
        _tracker.Reset();
        return finished;
    }

    private bool IsHeld(int? id) => id is { } value && _dataset.Contains(value);
}
