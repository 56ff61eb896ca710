using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Language;

/// <summary>
/// Tells the agent its mission word by word, one token a step, instead of all at once, after Dynalang (Lin et al. 2023): language becomes
/// one more thing that a world model can learn to predict.
/// </summary>
public sealed class MissionStreamWrapper : Wrapper<GridObservation<byte>, LanguageObservation, int>, ISaysWords
{
    private readonly MissionVocabulary _vocabulary;
    private readonly bool _readFirst, _repeat;
    private readonly int _pause;
    private readonly LanguageObservation _observation;
    private string? _mission;
    private int[] _tokens = [];
    private int _position;

    /// <param name="inner">The environment.</param>
    /// <param name="readFirst">Whether the world stands still until the mission has been read once.</param>
    /// <param name="repeat">Whether the mission is said again and again; otherwise silence follows it.</param>
    /// <param name="pause">How many silent steps part two repetitions.</param>
    /// <param name="vocabulary">The words and their numbers; null: <see cref="MissionVocabulary.All"/>.</param>
    /// <exception cref="ArgumentException">The pause is negative.</exception>
    public MissionStreamWrapper(
        Environment<GridObservation<byte>, int> inner, bool readFirst = false, bool repeat = true, int pause = 1, MissionVocabulary? vocabulary = null)
        : base(inner)
    {
        if (pause < 0)
            throw new ArgumentException($"A pause takes 0 steps or more, not {pause}.");
        (_readFirst, _repeat, _pause, _vocabulary) = (readFirst, repeat, pause, vocabulary ?? MissionVocabulary.All);
        var images = GridSpaces.ImageSpace(inner);
        _observation = new LanguageObservation(new NdArray<byte>(images.Shape));
        ObservationSpace = new DictSpace<LanguageObservation>(
            parts => new LanguageObservation((NdArray<byte>)parts["image"])
            {
                Direction = (Direction)(int)parts["direction"],
                Token = (int)parts["token"],
                IsReadStep = (int)parts["is_read_step"] == 1,
            },
            ("image", images), ("direction", new Discrete(4)), ("token", new Discrete(_vocabulary.Count)), ("is_read_step", new Discrete(2)));
    }

    public override Space<LanguageObservation> ObservationSpace { get; }

    public IReadOnlyList<string> Words => [.. Enumerable.Range(0, _vocabulary.Count).Select(_vocabulary.Word)];

    public IReadOnlyList<int> Sentence => _tokens;

    public override LanguageObservation Reset(ulong? seed = null)
    {
        var observation = Inner.Reset(seed);
        if (!string.Equals(observation.Mission, _mission, StringComparison.Ordinal))
            (_mission, _tokens) = (observation.Mission, _vocabulary.Encode(observation.Mission));
        _position = 0;
        return Observe(observation);
    }

    public override StepResult<LanguageObservation> Step(int action)
    {
        _position++;
        if (_observation.IsReadStep)
        {
            Tell();
            return new(_observation, Reward: 0, Terminated: false, Truncated: false);
        }
        var result = Inner.Step(action);
        return result.With(Observe(result.Observation));
    }

    private LanguageObservation Observe(GridObservation<byte> observation)
    {
        (_observation.Image, _observation.Direction) = (observation.Image, observation.Direction);
        Tell();
        return _observation;
    }

    private void Tell()
    {
        int place = _repeat ? _position % (_tokens.Length + _pause) : _position;
        _observation.Token = place < _tokens.Length ? _tokens[place] : 0;
        // At the last word the agent may act again.
        _observation.IsReadStep = _readFirst && _position < _tokens.Length - 1;
    }
}
