using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// A world model that predicts all K tokens of the next frame at once, from one pass of the backbone per step (as REM, Cohen et al., 2024).
/// Given the past, the tokens are independent: p(z' | past) = prod_k p(z'_k | past), with logits_k = head(h_k).
/// </summary>
/// <remarks>
/// <para><see cref="NextTokens.Queries"/>: a step is the K tokens z, the action a, and K learned queries q; causally,
/// h_k is the output at q_k, which sees z, a and all steps before. Any backbone will do.</para>
/// <para><see cref="NextTokens.Previous"/>: a step is the K tokens, each as E(z_k) + E(a); attention is block-causal, so that every token
/// sees its whole frame, and h_k is the output at z_k. Half the tokens of the other, for backbones that attend by blocks.</para>
/// Reward and end are read at the action, or at the mean of the step's outputs.
/// </remarks>
public sealed class ParallelWorldModel : FrameWorldModel
{
    private readonly NextTokens _variant;
    private readonly Embedding? _positions;
    private readonly Layer _observations;
    private readonly Embedding _actions;
    private readonly Tensor? _queries;
    private readonly Sequential _headObservations, _headRewards, _headEnds;

    /// <param name="observationVocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="options">The shape of sequences.</param>
    /// <param name="variant">How the next tokens are asked for.</param>
    /// <param name="backbone">Makes the backbone for steps of so many tokens; its weights are left as they come.</param>
    /// <param name="learnedPositions">Adds a learned vector per position; for backbones that do not tell positions apart themselves.</param>
    /// <param name="generator">Draws the initial weights of everything but the backbone.</param>
    public ParallelWorldModel(
        long observationVocabulary, long actions, TransformerOptions options, NextTokens variant, Func<TransformerOptions, ISequenceBackbone> backbone,
        bool learnedPositions, Generator? generator = null)
        : this(observationVocabulary, actions, options, variant, backbone, learnedPositions, generator, default)
    {
    }

    internal ParallelWorldModel(
        long observationVocabulary, long actions, TransformerOptions options, NextTokens variant, Func<TransformerOptions, ISequenceBackbone> backbone,
        bool learnedPositions, Generator? generator, SharedWords words) : base(observationVocabulary, actions, options)
    {
        if (variant == NextTokens.OneByOne)
            throw new ArgumentException("Token by token is another model's way; choose queries or previous.", nameof(variant));
        _variant = variant;
        StepTokens = variant == NextTokens.Queries ? (2 * TokensPerObservation) + 1 : TokensPerObservation;
        MaxTokens = StepTokens * options.MaxBlocks;
        Backbone = backbone(options with
        {
            TokensPerBlock = Math.Max(2, StepTokens),
            Attention = variant == NextTokens.Queries ? AttentionKind.Causal : AttentionKind.BlockCausal,
        });
        if (Backbone is Module module)
            Child("transformer", module);
        long input = Backbone.InputSize, output = Backbone.OutputSize;
        _positions = learnedPositions ? Initialised("pos_emb", new Embedding(MaxTokens, input, generator), generator) : null;
        _actions = Initialised("action_emb", new Embedding(actions, input, generator), generator);
        _observations = words.WordsToRead(Backbone) is { } table
            ? Initialised("observation_emb", new WordEmbedding(table, input, generator), generator)
            : Initialised("observation_emb", new Embedding(observationVocabulary, input, generator), generator);
        if (variant == NextTokens.Queries)
            _queries = Parameter("queries", Init.Normal([TokensPerObservation, input], 0.02, generator));
        _headObservations = Initialised(
            "head_observations", Head.Classifier(output, observationVocabulary, generator, words.WordsToForesee(Backbone)), generator);
        _headRewards = Initialised("head_rewards", Head.Classifier(output, 3, generator), generator);
        _headEnds = Initialised("head_ends", Head.Classifier(output, 2, generator), generator);
    }

    public override ISequenceBackbone Backbone { get; }

    /// <summary>Tokens that the backbone reads in a step.</summary>
    public int StepTokens { get; }

    /// <summary>Tokens that its context holds.</summary>
    public int MaxTokens { get; }

    public override IBackboneState CreateState(long batch) => Backbone.CreateState(batch, MaxTokens);

    /// <summary>No segment says what follows its last step, so that the context's last place has learned rewards and ends, but no frame.</summary>
    internal override bool HasRoom(IBackboneState state, bool predictNext) =>
        state.Length + (predictNext && Options.MaxBlocks > 1 ? 2 * StepTokens : StepTokens) <= MaxTokens;

    public override (Tensor Observations, Tensor Rewards, Tensor Ends) Forward(Tensor tokens, Tensor actions, IBackboneState? state = null)
    {
        long batch = tokens.Size(0), steps = tokens.Size(1), previous = state?.Length ?? 0;
        var x = Embed(tokens, actions).Flatten(1, 2); // [B, L S, E]
        if (_positions is not null)
            x += _positions.Weight.Narrow(0, previous, x.Size(1));
        var outputs = Backbone.Forward(x, state).View(batch, steps, StepTokens, -1); // [B, L, S, H]
        int k = TokensPerObservation;
        var (asked, whole) = _variant == NextTokens.Queries
            ? (outputs.Narrow(2, k + 1, k), outputs.Select(2, k)) : (outputs, outputs.Mean([2]));
        return (_headObservations.Forward(asked), _headRewards.Forward(whole), _headEnds.Forward(whole));
    }

    private Tensor Embed(Tensor tokens, Tensor actions)
    {
        Tensor frames = _observations.Forward(tokens), chosen = _actions.Forward(actions).Unsqueeze(2); // [B, L, K, E], [B, L, 1, E]
        return _queries is null
            ? frames + chosen
            : Tensor.Cat([frames, chosen, _queries.Expand([frames.Size(0), frames.Size(1), -1, -1])], 2);
    }
}
