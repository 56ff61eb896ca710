using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// The real environment in a world model's place: what an actor-critic can learn at best. Its dreams are steps of copies of the environment that
/// have been brought to where replayed steps were, and it has nothing to learn.
/// </summary>
/// <param name="tokenizer">Turns what the copies show into tokens.</param>
/// <param name="actions">Distinct actions.</param>
/// <param name="options">The shape of sequences.</param>
/// <param name="makeWorld">Makes a copy of the environment that experience is collected in.</param>
public sealed class RealWorldModel(IFrameTokenizer tokenizer, long actions, TransformerOptions options, Func<IArrayEnvironment> makeWorld)
    : WorldModel(tokenizer.VocabularySize, actions, options)
{
    /// <summary>Where the next dreams begin: steps of episodes that began with a <see cref="RememberedStart"/>.</summary>
    public IReadOnlyList<(Episode Episode, int Step)> Places { get; private set; } = [];

    internal IFrameTokenizer Tokenizer => tokenizer;

    internal IArrayEnvironment MakeWorld() => makeWorld();

    /// <summary>The next dreams begin where segments end.</summary>
    public void BeginAtTheEndOf(SegmentBatch segments, EpisodeDataset episodes) =>
        Places = [.. segments.Segments.Select(segment => (episodes[segment.EpisodeId], segment.Stop - 1))];

    public override WorldModelLosses ComputeLoss(in WorldModelBatch batch) => throw NothingForeseen();

    public override WorldModelPrediction Predict(Tensor tokens, Tensor actions) => throw NothingForeseen();

    public override IDream CreateDream(long batch) => new RealDream(this, (int)batch);

    private static NotSupportedException NothingForeseen() => new("The real environment foresees nothing and has nothing to learn; it only dreams.");
}
