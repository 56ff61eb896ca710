namespace Reverie.Training.Data;

/// <summary>How far a collection has come.</summary>
public sealed class CollectProgress
{
    private readonly int[]? _left;
    private readonly bool[] _idle;
    private readonly List<FinishedEpisode> _finished = [];

    /// <param name="environments">Number of environments.</param>
    /// <param name="episodes">Episodes that are wanted, shared out evenly; null where steps are counted.</param>
    internal CollectProgress(int environments, int? episodes)
    {
        _idle = new bool[environments];
        if (episodes is not { } wanted)
            return;
        _left = [.. Enumerable.Range(0, environments).Select(i => (wanted / environments) + (i < wanted % environments ? 1 : 0))];
        for (int i = 0; i < environments; i++)
            _idle[i] = _left[i] == 0;
    }

    /// <summary>Environment steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Environment steps that the last step of all has added.</summary>
    public int LastSteps { get; private set; }

    /// <summary>Episodes that ended.</summary>
    public IReadOnlyList<FinishedEpisode> Finished => _finished;

    /// <summary>Environments that have played their share, [N]; empty where steps are counted.</summary>
    internal ReadOnlySpan<bool> Idle => _left is null ? [] : _idle;

    internal bool IsIdle(int environment) => _idle[environment];

    internal bool IsComplete(int? steps) => steps is { } wanted ? Steps >= wanted : !_idle.Contains(false);

    internal void Finish(int environment, FinishedEpisode episode)
    {
        _finished.Add(episode);
        if (_left is not null)
            _left[environment]--;
    }

    /// <summary>All environments that are not idle have taken a step.</summary>
    internal void CountStep()
    {
        LastSteps = _idle.AsSpan().Count(false);
        Steps += LastSteps;
        for (int i = 0; i < _idle.Length; i++)
            _idle[i] = _left is not null && _left[i] == 0;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_idle.Length);
        writer.Write(_left is not null);
        foreach (int left in _left ?? [])
            writer.Write(left);
        writer.Write(Steps);
        writer.Write(_finished.Count);
        foreach (var episode in _finished)
        {
            writer.Write(episode.Id);
            writer.Write(episode.Metrics.Length);
            writer.Write(episode.Metrics.Return);
            writer.Write(episode.Metrics.Success switch { null => (sbyte)-1, false => (sbyte)0, true => (sbyte)1 });
        }
    }

    internal static CollectProgress Restore(BinaryReader reader)
    {
        int environments = reader.ReadInt32();
        bool counted = reader.ReadBoolean();
        var progress = new CollectProgress(environments, counted ? 0 : null);
        for (int i = 0; counted && i < environments; i++)
        {
            progress._left![i] = reader.ReadInt32();
            progress._idle[i] = progress._left[i] == 0;
        }
        progress.Steps = reader.ReadInt32();
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            progress._finished.Add(new FinishedEpisode(reader.ReadInt32(), new EpisodeMetrics(
                reader.ReadInt32(), reader.ReadDouble(), reader.ReadSByte() switch { 0 => false, 1 => true, _ => null })));
        }
        return progress;
    }
}
