using System.Runtime.InteropServices;

namespace Reverie.Training.Data;

/// <summary>Gathers the steps of one environment until they become an episode or a continuation of one.</summary>
internal sealed class EpisodeRecorder(ObservationShape shape)
{
    private readonly List<byte> _observations = [];
    private readonly List<long> _actions = [];
    private readonly List<float> _rewards = [];
    private readonly List<bool> _ends = [];

    public bool IsEmpty => _actions.Count == 0;

    /// <summary>The action is known only after the observation, and both are needed before the step overwrites the observation.</summary>
    public void BeginStep(ReadOnlySpan<byte> observation, long action)
    {
        _observations.AddRange(observation);
        _actions.Add(action);
    }

    public void EndStep(float reward, bool end)
    {
        _rewards.Add(reward);
        _ends.Add(end);
    }

    public Episode TakeEpisode()
    {
        var episode = new Episode(
            shape, CollectionsMarshal.AsSpan(_observations), CollectionsMarshal.AsSpan(_actions), CollectionsMarshal.AsSpan(_rewards),
            CollectionsMarshal.AsSpan(_ends));
        _observations.Clear();
        _actions.Clear();
        _rewards.Clear();
        _ends.Clear();
        return episode;
    }
}
