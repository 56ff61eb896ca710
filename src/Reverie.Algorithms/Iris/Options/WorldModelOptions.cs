using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Iris.Networks;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>The world model: which network reads the sequence, what of it learns, and how the next frame is asked for.</summary>
public sealed record WorldModelOptions : TransformerOptions, IValidatableObject
{
    public WorldModelKind Type { get; init; } = WorldModelKind.Transformer;

    /// <summary>How the tokens of the next frame are predicted.</summary>
    public NextTokens NextTokens { get; init; } = NextTokens.OneByOne;

    /// <summary>The language model of <c>type: llm</c>.</summary>
    public LanguageCoreOptions HfModel { get; init; } = new();

    /// <summary>
    /// True: attention and MLP of every block rest, and norms, embeddings and heads learn (Lu et al., 2021). A number n: those of the last n
    /// blocks learn too.
    /// </summary>
    public object? Frozen { get; init; } = false;

    /// <summary>Whether a learned vector per position is added to the embeddings.</summary>
    public PositionEmbedding PositionEmbedding { get; init; } = PositionEmbedding.Auto;

    /// <summary>A two-layer perceptron behind the embeddings.</summary>
    public bool PostEmbed { get; init; }

    /// <summary>A linear layer with a ReLU before the blocks.</summary>
    public bool PreTransformerLayer { get; init; }

    /// <summary>A linear layer with a ReLU behind the blocks.</summary>
    public bool PostTransformerLayer { get; init; }

    /// <summary>Blocks at the end whose attention and MLP learn where the others rest; null: none rests.</summary>
    internal int? LearningBlocks => Frozen switch
    {
        true => 0,
        int blocks => blocks,
        long blocks => (int)Math.Min(blocks, int.MaxValue),
        _ => null,
    };

    /// <summary>Whether nothing is said of the size of IRIS's own transformer.</summary>
    private static bool HasOwnSize(TransformerOptions options)
    {
        var usual = new TransformerOptions();
        return (options.LayerCount, options.HeadCount, options.EmbeddingSize) == (usual.LayerCount, usual.HeadCount, usual.EmbeddingSize)
            && (options.EmbeddingDropout, options.ResidualDropout, options.AttentionDropout)
                == (usual.EmbeddingDropout, usual.ResidualDropout, usual.AttentionDropout);
    }

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
        if (Type == WorldModelKind.Llm && !HasOwnSize(this))
        {
            yield return new(
                "A language model brings its own size and dropout, so 'num_layers', 'num_heads', 'embed_dim' and the three 'pdrop' are for type=transformer; leave them out.",
                ["num_layers", "num_heads", "embed_dim"]);
        }
        if (Type == WorldModelKind.Llm && HfModel.Peft && LearningBlocks is not null)
            yield return new("'hf_model.peft' lets the whole model rest beside its adapters, so 'frozen' has nothing to say; leave one of them out.", ["frozen"]);
        if (Type == WorldModelKind.Llm && (NextTokens == NextTokens.Previous || (Attention == AttentionKind.BlockCausal && NextTokens == NextTokens.OneByOne)))
        {
            yield return new(
                "A language model sees only what came before, so that 'next_tokens=previous' and 'attention=block_causal' are for type=transformer; use next_tokens=queries.",
                ["next_tokens"]);
        }
    }
}
