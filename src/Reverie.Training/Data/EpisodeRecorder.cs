using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>Gathers the steps of one environment until they become an episode or a continuation of one.</summary>
internal sealed class EpisodeRecorder(StepLayout layout)
{
    private readonly List<byte>[] _arrays = [.. layout.Observations.Select(_ => new List<byte>())];
    private readonly List<string>[] _texts = [.. layout.Texts.Select(_ => new List<string>())];
    private readonly List<long> _integers = [];
    private readonly List<float> _numbers = [];
    private readonly List<float> _rewards = [];

    public bool IsEmpty => _rewards.Count == 0;

    /// <summary>Bytes of the observations that it holds.</summary>
    public long Bytes => _arrays.Sum(array => (long)array.Count);

    /// <summary>The action is known only after the observation, and both are needed before the step overwrites the observation.</summary>
    public void BeginStep(ObservationRow observation, ActionRow action)
    {
        Add(observation);
        _integers.AddRange(action.Integers);
        _numbers.AddRange(action.Numbers);
    }

    public void EndStep(float reward) => _rewards.Add(reward);

    /// <summary>The steps since the last call.</summary>
    /// <param name="behind">What is seen behind the last action.</param>
    /// <param name="end">How the last step left the episode.</param>
    public Episode Take(ObservationRow behind, EpisodeEnd end)
    {
        Add(behind);
        var episode = new Episode(
            layout, [.. _arrays.Select(array => array.ToArray())], [.. _texts.Select(text => text.ToArray())],
            [.. _integers], [.. _numbers], [.. _rewards], end);
        foreach (var array in _arrays)
            array.Clear();
        foreach (var text in _texts)
            text.Clear();
        _integers.Clear();
        _numbers.Clear();
        _rewards.Clear();
        return episode;
    }

    /// <summary>The steps since the last call of <see cref="Take"/>, which stay here.</summary>
    public Episode Peek(ObservationRow behind)
    {
        var episode = Take(behind, EpisodeEnd.None);
        Resume(episode);
        return episode;
    }

    /// <summary>Goes on behind the steps of an episode that is not over.</summary>
    public void Resume(Episode steps)
    {
        for (int i = 0; i < _arrays.Length; i++)
            _arrays[i].AddRange(steps.Array(i)[..(steps.Length * layout.Observations[i].ByteLength)]);
        for (int i = 0; i < _texts.Length; i++)
            _texts[i].AddRange(steps.Text(i).Take(steps.Length));
        _integers.AddRange(steps.Integers);
        _numbers.AddRange(steps.Numbers);
        _rewards.AddRange(steps.Rewards);
    }

    private void Add(ObservationRow observation)
    {
        for (int i = 0; i < _arrays.Length; i++)
            _arrays[i].AddRange(observation.Bytes(i));
        for (int i = 0; i < _texts.Length; i++)
            _texts[i].Add(observation.Text(i));
    }
}
