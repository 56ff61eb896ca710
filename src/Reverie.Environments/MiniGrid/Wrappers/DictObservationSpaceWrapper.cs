using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Gives the mission as a row of word numbers of fixed length, padded with zeros.</summary>
public sealed class DictObservationSpaceWrapper : ObservationWrapper<GridObservation<byte>, WordObservation, int>
{
    private readonly MissionVocabulary _vocabulary;
    private readonly WordObservation _observation;
    private string? _mission;

    /// <param name="inner">The environment.</param>
    /// <param name="maxWordsInMission">The length of the row.</param>
    /// <param name="vocabulary">The words; null: MiniGrid's own.</param>
    public DictObservationSpaceWrapper(
        Environment<GridObservation<byte>, int> inner, int maxWordsInMission = 50, MissionVocabulary? vocabulary = null) : base(inner)
    {
        _vocabulary = vocabulary ?? MissionVocabulary.MiniGrid;
        var images = GridSpaces.ImageSpace(inner);
        _observation = new WordObservation(new NdArray<byte>(images.Shape), new NdArray<int>(maxWordsInMission));
        ObservationSpace = new DictSpace<WordObservation>(
            parts => new WordObservation((NdArray<byte>)parts["image"], (NdArray<int>)parts["mission"]) { Direction = (Direction)(int)parts["direction"] },
            ("image", images), ("direction", new Discrete(4)), ("mission", new Box<int>(0, _vocabulary.Count - 1, maxWordsInMission)));
    }

    public override Space<WordObservation> ObservationSpace { get; }

    /// <exception cref="InvalidOperationException">The mission has too many words.</exception>
    protected override WordObservation Observe(GridObservation<byte> observation)
    {
        (_observation.Image, _observation.Direction) = (observation.Image, observation.Direction);
        if (!string.Equals(_mission, observation.Mission, StringComparison.Ordinal))
        {
            int[] tokens = _vocabulary.Encode(observation.Mission);
            if (tokens.Length > _observation.Mission.Length)
            {
                throw new InvalidOperationException(
                    $"The mission '{observation.Mission}' has {tokens.Length} words, more than the {_observation.Mission.Length} reserved: "
                    + "raise max_words_in_mission.");
            }

            _observation.Mission.Span.Clear();
            tokens.CopyTo(_observation.Mission.Span);
            _mission = observation.Mission;
        }
        return _observation;
    }
}
