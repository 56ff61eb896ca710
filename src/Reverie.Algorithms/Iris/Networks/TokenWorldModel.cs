using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// A world model that goes token by token (Micheli et al., 2023): a step is K observation tokens and an action; a sequence backbone
/// reads them, and three heads predict the next observation token, the reward's sign and the end of the episode.
/// </summary>
public sealed class TokenWorldModel : WorldModel
{
    private readonly Embedding? _positions;
    private readonly TokenEmbedder _embedder;
    private readonly Head _headObservations;
    private readonly Head _headRewards;
    private readonly Head _headEnds;

    /// <summary>With the transformer of the original.</summary>
    /// <param name="observationVocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public TokenWorldModel(long observationVocabulary, long actions, TransformerOptions options, Generator? generator = null)
        : this(observationVocabulary, actions, options, () => new Transformer(options, generator), learnedPositions: true, generator)
    {
    }

    /// <summary>With any backbone; one that is a <see cref="Module"/> becomes the part named <c>transformer</c>.</summary>
    /// <param name="observationVocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="options">The shape of sequences: tokens per block, blocks in the context.</param>
    /// <param name="backbone">Makes the backbone; its weights are left as they come.</param>
    /// <param name="learnedPositions">Adds a learned vector per position; for backbones that do not tell positions apart themselves.</param>
    /// <param name="generator">Draws the initial weights of everything but the backbone.</param>
    public TokenWorldModel(
        long observationVocabulary, long actions, TransformerOptions options, Func<ISequenceBackbone> backbone, bool learnedPositions,
        Generator? generator = null) : this(observationVocabulary, actions, options, backbone, learnedPositions, generator, default)
    {
    }

    internal TokenWorldModel(
        long observationVocabulary, long actions, TransformerOptions options, Func<ISequenceBackbone> backbone, bool learnedPositions,
        Generator? generator, SharedWords words) : base(observationVocabulary, actions, options)
    {
        Backbone = backbone();
        if (Backbone is Module module)
            Child("transformer", module);
        int block = options.TokensPerBlock, blocks = options.MaxBlocks;
        long input = Backbone.InputSize, output = Backbone.OutputSize;
        _positions = learnedPositions ? Initialised("pos_emb", new Embedding(options.MaxTokens, input, generator), generator) : null;
        _embedder = Initialised("embedder", new TokenEmbedder(block, actions, Observations, input, generator), generator);
        _headObservations = Initialised(
            "head_observations",
            new Head(Slicer.BeforeObservations(blocks, block), output, observationVocabulary, generator, words.WordsToForesee(Backbone)), generator);
        _headRewards = Initialised("head_rewards", new Head(Slicer.Actions(blocks, block), output, 3, generator), generator);
        _headEnds = Initialised("head_ends", new Head(Slicer.Actions(blocks, block), output, 2, generator), generator);

        Layer Observations() => words.WordsToRead(Backbone) is { } table
            ? new WordEmbedding(table, input, generator)
            : new Embedding(observationVocabulary, input, generator);
    }

    public ISequenceBackbone Backbone { get; }

    public override Precision StepPrecision
    {
        get => Backbone is Transformer transformer ? transformer.StepPrecision : Precision.Float32;
        set
        {
            if (Backbone is Transformer transformer)
                transformer.StepPrecision = value;
        }
    }

    public override IDream CreateDream(long batch) => new TokenDream(this, batch);

    /// <summary>An empty memory for a batch, as long as the context.</summary>
    public IBackboneState CreateState(long batch) => Backbone.CreateState(batch, Options.MaxTokens);

    /// <summary>Predictions for a sequence, continuing from the state where one is given.</summary>
    /// <param name="tokens">Integers [B, T], from the state's position on.</param>
    /// <param name="state">What came before; advanced in place. Rows may be reset between two environment steps, not within one.</param>
    public WorldModelOutput Forward(Tensor tokens, IBackboneState? state = null)
    {
        var outputs = Backbone.Forward(Embed(tokens, state), state);
        long previous = state is null ? 0 : state.Length - tokens.Size(1);
        return new(outputs, _headObservations.Forward(outputs, previous), _headRewards.Forward(outputs, previous), _headEnds.Forward(outputs, previous));
    }

    /// <summary>Advances the state without predicting anything.</summary>
    /// <param name="tokens">Integers [B, T], from the state's position on.</param>
    /// <param name="state">What came before; advanced in place.</param>
    public void Advance(Tensor tokens, IBackboneState state) => Backbone.Forward(Embed(tokens, state), state);

    public override WorldModelPrediction Predict(Tensor tokens, Tensor actions)
    {
        long batch = tokens.Size(0), steps = tokens.Size(1);
        int k = TokensPerObservation;
        var output = Forward(Tensor.Cat([tokens, actions.Unsqueeze(-1)], -1).Flatten(1));
        // The first frame's later tokens have predictions too, and what follows the last action.
        var frames = output.LogitsObservations!.Narrow(1, k - 1, (steps - 1) * k).View(batch, steps - 1, k, -1);
        return new(frames, output.LogitsRewards!, output.LogitsEnds!);
    }

    /// <summary>The three losses of a batch.</summary>
    public override WorldModelLosses ComputeLoss(in WorldModelBatch batch)
    {
        var labels = WorldModelLabels.Compute(batch);
        var output = Forward(batch.Tokens());
        // The prediction at the last action has no label: nothing follows it.
        var observations = output.LogitsObservations!;
        observations = observations.Narrow(1, 0, observations.Size(1) - 1);
        return new(
            F.CrossEntropy(observations.Flatten(0, 1), labels.Observations),
            F.CrossEntropy(output.LogitsRewards!.Flatten(0, 1), labels.Rewards),
            F.CrossEntropy(output.LogitsEnds!.Flatten(0, 1), labels.Ends));
    }

    /// <summary>A token as the backbone reads it at a position, [B, 1, E]; where all rows have the same past.</summary>
    /// <param name="token">Integers [B, 1].</param>
    /// <param name="position">Tokens before it.</param>
    internal Tensor EmbedAt(Tensor token, long position)
    {
        var embedding = _embedder.Forward(token, position);
        return _positions is null ? embedding : embedding + _positions.Weight.Narrow(0, position, 1);
    }

    private Tensor Embed(Tensor tokens, IBackboneState? state)
    {
        long previous = state?.Length ?? 0, steps = tokens.Size(1);
        var embeddings = _embedder.Forward(tokens, previous); // [B, T, E]
        if (_positions is null)
            return embeddings;
        return embeddings + (state is { RowsDiffer: true }
            ? _positions.Forward(state.Positions().Unsqueeze(1) + Tensor.Arange(steps, tokens.Device))
            : _positions.Weight.Narrow(0, previous, steps));
    }
}
