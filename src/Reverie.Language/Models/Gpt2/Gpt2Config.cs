using System.Text.Json.Nodes;
using Reverie.Language.Layers;

namespace Reverie.Language.Models.Gpt2;

/// <summary>GPT-2 (Radford et al., 2019): learned positions, LayerNorm before each part, tanh GELU.</summary>
public sealed record Gpt2Config : LanguageModelConfig
{
    private static readonly (string Name, string Ours)[] OtherNames =
        [("hidden_size", "n_embd"), ("num_hidden_layers", "n_layer"), ("num_attention_heads", "n_head"), ("max_position_embeddings", "n_positions")];

    public override string ModelType => "gpt2";

    public required int HeadCount { get; init; }

    /// <summary>Rows of the position embedding.</summary>
    public long PositionCount { get; init; } = 1024;

    /// <summary>Width of the feed-forward part; 4 H unless said otherwise.</summary>
    public long? InnerSize { get; init; }

    public string Activation { get; init; } = "gelu_new";

    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether attention scores are divided by sqrt(head size).</summary>
    public bool ScaleAttention { get; init; } = true;

    /// <summary>Whether they are divided by the layer's number (from 1) too.</summary>
    public bool ScaleAttentionByLayer { get; init; }

    public override long? MaxPositions => PositionCount;

    internal override string BackboneName => "transformer";

    protected override string Architecture => "GPT2LMHeadModel";

    internal static Gpt2Config Read(ConfigReader config)
    {
        // Other names for the same numbers; another number would be ignored.
        foreach (var (name, ours) in OtherNames)
        {
            if (config.Has(name))
                config.Require(name, config.Size(ours));
        }
        return new()
        {
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = config.Size("n_embd"),
            LayerCount = config.Layers("n_layer"),
            HeadCount = config.Heads("n_head", config.Size("n_embd"), "n_embd"),
            PositionCount = config.OptionalSize("n_positions") ?? config.Size("n_ctx"),
            InnerSize = config.OptionalSize("n_inner"),
            Activation = config.Text("activation_function", "gelu_new"),
            LayerNormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            ScaleAttention = config.Flag("scale_attn_weights", true),
            ScaleAttentionByLayer = config.Flag("scale_attn_by_inverse_layer_idx", false),
            InitializerRange = config.Positive("initializer_range", 0.02),
            TieWordEmbeddings = config.Flag("tie_word_embeddings", true),
        };
    }

    protected override void WriteTo(JsonObject json)
    {
        json["n_embd"] = HiddenSize;
        json["n_layer"] = LayerCount;
        json["n_head"] = HeadCount;
        json["n_positions"] = PositionCount;
        json["n_ctx"] = PositionCount;
        json["n_inner"] = InnerSize;
        json["activation_function"] = Activation;
        json["layer_norm_epsilon"] = LayerNormEpsilon;
        json["scale_attn_weights"] = ScaleAttention;
        json["scale_attn_by_inverse_layer_idx"] = ScaleAttentionByLayer;
        json["initializer_range"] = InitializerRange;
    }

    internal override LanguageBackbone CreateBackbone(WeightFactory weights) => new Gpt2Backbone(this, weights);
}
