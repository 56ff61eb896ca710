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
/// <para><see cref="NextTokens.Frame"/>: a step is one vector W [E(z_1) ... E(z_K) E(a)]; causally, h_k = U_k h of its output h. A backbone has
/// one token a step to read, so that a frame costs little more than one token does elsewhere. Any backbone will do.</para>
/// Reward and end are read at the action, at the mean of the step's outputs, or at its only one.
/// </remarks>
public sealed class ParallelWorldModel : FrameWorldModel
{
    /// <summary>Most numbers that stand for a token where a step's tokens share one vector.</summary>
    private const long FoldedWidth = 128;

    private readonly NextTokens _variant;
    private readonly Embedding? _positions;
    private readonly Layer _observations;
    private readonly Embedding _actions;
    private readonly Tensor? _queries;
    private readonly Linear? _fold, _unfold;
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
            throw new ArgumentException("Token by token is another model's way; choose queries, previous or frame.", nameof(variant));
        _variant = variant;
        StepTokens = variant switch
        {
            NextTokens.Queries => (2 * TokensPerObservation) + 1,
            NextTokens.Previous => TokensPerObservation,
            _ => 1,
        };
        MaxTokens = StepTokens * options.MaxBlocks;
        Backbone = backbone(options with
        {
            TokensPerBlock = Math.Max(2, StepTokens),
            Attention = variant == NextTokens.Previous ? AttentionKind.BlockCausal : AttentionKind.Causal,
        });
        if (Backbone is Module module)
            Child("transformer", module);
        long input = Backbone.InputSize, output = Backbone.OutputSize;
        _positions = learnedPositions ? Initialised("pos_emb", new Embedding(MaxTokens, input, generator), generator) : null;
        (long read, long foreseen) = variant == NextTokens.Frame ? (Math.Min(input, FoldedWidth), Math.Min(output, FoldedWidth)) : (input, output);
        _actions = Initialised("action_emb", new Embedding(actions, read, generator), generator);
        _observations = words.WordsToRead(Backbone) is { } table
            ? Initialised("observation_emb", new WordEmbedding(table, read, generator), generator)
            : Initialised("observation_emb", new Embedding(observationVocabulary, read, generator), generator);
        if (variant == NextTokens.Queries)
            _queries = Parameter("queries", Init.Normal([TokensPerObservation, input], 0.02, generator));
        if (variant == NextTokens.Frame)
        {
            _fold = Initialised("fold", new Linear((TokensPerObservation + 1) * read, input, generator: generator), generator);
            _unfold = Initialised("unfold", new Linear(output, TokensPerObservation * foreseen, generator: generator), generator);
        }
        _headObservations = Initialised(
            "head_observations", Head.Classifier(foreseen, observationVocabulary, generator, words.WordsToForesee(Backbone)), generator);
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
        var (asked, whole) = _variant switch
        {
            NextTokens.Queries => (outputs.Narrow(2, k + 1, k), outputs.Select(2, k)),
            NextTokens.Previous => (outputs, outputs.Mean([2])),
            _ => (_unfold!.Forward(outputs).View(batch, steps, k, -1), outputs.Select(2, 0)),
        };
        return (_headObservations.Forward(asked), _headRewards.Forward(whole), _headEnds.Forward(whole));
    }

    internal override int StepSize => StepTokens;

    internal override Tensor? EmbedLast(Tensor tokens, Tensor actions, IBackboneState state)
    {
        var last = Embed(tokens.Unsqueeze(1), actions.Reshape(-1, 1)).Flatten(1, 2).Narrow(1, StepTokens - 1, 1);
        return _positions is null ? last : last + _positions.Weight.Narrow(0, state.Length - 1, 1);
    }

    /// <returns>What the backbone reads [B, L, <see cref="StepTokens"/>, E].</returns>
    private Tensor Embed(Tensor tokens, Tensor actions)
    {
        Tensor frames = _observations.Forward(tokens), chosen = _actions.Forward(actions).Unsqueeze(2); // [B, L, K, E], [B, L, 1, E]
        return _variant switch
        {
            NextTokens.Queries => Tensor.Cat([frames, chosen, _queries!.Expand([frames.Size(0), frames.Size(1), -1, -1])], 2),
            NextTokens.Previous => frames + chosen,
            _ => _fold!.Forward(Tensor.Cat([frames, chosen], 2).Flatten(2)).Unsqueeze(2),
        };
    }
}
