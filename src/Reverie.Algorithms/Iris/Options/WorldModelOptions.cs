using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Iris.Networks;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Circuits;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>The world model: which network reads the sequence, what of it learns, and how the next frame is asked for.</summary>
public sealed record WorldModelOptions : TransformerOptions, IValidatableObject
{
    public WorldModelKind Type { get; init; } = WorldModelKind.Transformer;

    /// <summary>How the tokens of the next frame are predicted.</summary>
    public NextTokens NextTokens { get; init; } = NextTokens.OneByOne;

    /// <summary>The language model of <c>type: llm</c>.</summary>
    public LanguageCoreOptions HfModel { get; init; } = new();

    /// <summary>The neural circuits of <c>type: ncp_single_step</c> and <c>ncp_multi_step</c>.</summary>
    public CircuitOptions Circuit { get; init; } = new();

    /// <summary>
    /// True: attention and MLP of every block rest, and norms, embeddings and heads learn (Lu et al., 2021). A number n: those of the last n
    /// blocks learn too.
    /// </summary>
    public object? Frozen { get; init; } = false;

    /// <summary>Whether a learned vector per position is added to the embeddings.</summary>
    public PositionEmbedding PositionEmbedding { get; init; } = PositionEmbedding.Auto;

    /// <summary>
    /// Whether the vectors of observation tokens begin as the language model's embeddings of the words that say them, <c>locked red door</c> and the
    /// like; for <c>tokenizer=symbols</c>.
    /// </summary>
    public bool EmbedTokensFromWords { get; init; }

    /// <summary>A two-layer perceptron behind the embeddings.</summary>
    public bool PostEmbed { get; init; }

    /// <summary>A linear layer with a ReLU before the blocks.</summary>
    public bool PreTransformerLayer { get; init; }

    /// <summary>A linear layer with a ReLU behind the blocks.</summary>
    public bool PostTransformerLayer { get; init; }

    /// <summary>
    /// Whether all that is foreseen is read of the language model's logits over all of its words, by a linear layer back to its width (as document
    /// three's heads are), and not of its hidden states.
    /// </summary>
    public bool ThroughWords { get; init; }

    /// <summary>Whose words observation tokens are read as.</summary>
    public ObservationVocabulary ObservationEmbedding { get; init; }

    /// <summary>Whose words observation tokens are foreseen as.</summary>
    public ObservationVocabulary ObservationHead { get; init; }

    /// <summary>Blocks at the end whose attention and MLP learn where the others rest; null: none rests.</summary>
    internal int? LearningBlocks => Frozen switch
    {
        true => 0,
        int blocks => blocks,
        long blocks => (int)Math.Min(blocks, int.MaxValue),
        _ => null,
    };

    /// <summary>A world model for frames of as many tokens, as small as can be.</summary>
    internal WorldModelOptions Smallest => new() { TokensPerBlock = TokensPerBlock, MaxBlocks = MaxBlocks, LayerCount = 1, HeadCount = 1, EmbeddingSize = 1 };

    private static readonly TransformerOptions Usual = new();

    internal SharedWords Words => new(ObservationEmbedding == ObservationVocabulary.LanguageModel, ObservationHead == ObservationVocabulary.LanguageModel);

    /// <summary>Whether the language model must bring its token embedding and its output layer.</summary>
    internal bool NeedsWords => Words.Any || ThroughWords;

    private bool IsCircuit => Type is WorldModelKind.NcpSingleStep or WorldModelKind.NcpMultiStep;

    /// <summary>Whether the blocks of IRIS's own transformer are as they are where nothing is said of them.</summary>
    private bool SaysNothingOfBlocks =>
        (LayerCount, HeadCount, ResidualDropout, AttentionDropout) == (Usual.LayerCount, Usual.HeadCount, Usual.ResidualDropout, Usual.AttentionDropout);

    private bool SaysNothingOfEmbeddings => (EmbeddingSize, EmbeddingDropout) == (Usual.EmbeddingSize, Usual.EmbeddingDropout);

    private bool SaysSomethingOfANetwork => !SaysNothingOfBlocks || !SaysNothingOfEmbeddings || Attention != AttentionKind.Causal
        || NextTokens != NextTokens.OneByOne || LearningBlocks is not null || PostEmbed || PreTransformerLayer || PostTransformerLayer || ThroughWords
        || PositionEmbedding != PositionEmbedding.Auto;

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var broken in base.Validate(validationContext))
            yield return broken;
        if (Frozen is not (bool or int or long) || LearningBlocks < 0)
            yield return new("'frozen' must be true, false, or the number of blocks at the end that learn.", ["frozen"]);
        if (Type == WorldModelKind.Llm && HfModel is { Name: null, Config.Count: 0 })
            yield return new("'world_model.type' is llm, and 'hf_model' names no model; give hf_model.name=NAME_OR_FOLDER, or an architecture as hf_model.config.", ["hf_model"]);
        if (Type != WorldModelKind.Llm && (HfModel.Name is not null || HfModel.Config.Count > 0))
            yield return new("'hf_model' is given, but only world_model.type=llm uses it; set that, or leave it out.", ["hf_model"]);
        if (Type == WorldModelKind.Dummy && SaysSomethingOfANetwork)
        {
            yield return new(
                "'world_model.type' is dummy, the real environment, which has no network: of 'world_model' only 'tokens_per_block' and 'max_blocks' mean something; "
                + "leave the others out.",
                ["type"]);
        }
        if (NeedsWords && (Type != WorldModelKind.Llm || HfModel.Name is null || !HfModel.FromPretrained))
        {
            yield return new(
                "'observation_embedding', 'observation_head' and 'through_words' share the words of a pretrained language model; set type=llm with hf_model.name, "
                + "or leave them out.",
                ["observation_embedding", "observation_head", "through_words"]);
        }
        if (Type == WorldModelKind.Llm && (!SaysNothingOfBlocks || !SaysNothingOfEmbeddings))
        {
            yield return new(
                "A language model brings its own size and dropout, so 'num_layers', 'num_heads', 'embed_dim' and the three 'pdrop' are for type=transformer; leave them out.",
                ["num_layers", "num_heads", "embed_dim"]);
        }
        if (IsCircuit && !SaysNothingOfBlocks)
        {
            yield return new(
                "Neural circuits have no attention, so 'num_layers', 'num_heads', 'resid_pdrop' and 'attn_pdrop' are for type=transformer; see 'circuit', or leave them out.",
                ["num_layers", "num_heads"]);
        }
        if (!IsCircuit && Circuit != new CircuitOptions())
            yield return new("'circuit' is given, but only the types ncp_single_step and ncp_multi_step use it; set one of them, or leave it out.", ["circuit"]);
        if (IsCircuit && (NextTokens != NextTokens.OneByOne || Attention != AttentionKind.Causal || LearningBlocks is not null))
            yield return new("'next_tokens', 'attention' and 'frozen' are for transformers and language models; leave them out.", ["next_tokens", "attention", "frozen"]);
        if (Type == WorldModelKind.NcpSingleStep && PositionEmbedding == PositionEmbedding.Learned)
            yield return new("'position_embedding' tells tokens apart, and ncp_single_step has a step in one; leave it out.", ["position_embedding"]);
        if (Type == WorldModelKind.Llm && HfModel.Peft && LearningBlocks is not null)
            yield return new("'hf_model.peft' lets the whole model rest beside its adapters, so 'frozen' has nothing to say; leave one of them out.", ["frozen"]);
        if (Type == WorldModelKind.Llm && (NextTokens == NextTokens.Previous || (Attention == AttentionKind.BlockCausal && NextTokens == NextTokens.OneByOne)))
        {
            yield return new(
                "A language model sees only what came before, so that 'next_tokens=previous' and 'attention=block_causal' are for type=transformer; use next_tokens=queries or frame.",
                ["next_tokens"]);
        }
    }
}
