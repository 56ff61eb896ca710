using System.Text.Json.Nodes;
using Reverie.Language.Attention;
using Reverie.Language.Layers;

namespace Reverie.Language.Models.GptNeoX;

/// <summary>GPT-NeoX (Black et al., 2022), the architecture of Pythia: partial rotary positions, attention and feed-forward side by side.</summary>
public sealed record GptNeoXConfig : LanguageModelConfig
{
    public GptNeoXConfig() => TieWordEmbeddings = false;

    public override string ModelType => "gpt_neox";

    public required int HeadCount { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required long IntermediateSize { get; init; }

    /// <summary>The share of each head's channels that turn.</summary>
    public double RotaryShare { get; init; } = 0.25;

    public RotaryConfig Rotary { get; init; } = new();

    /// <summary>x + attention(ln1 x) + mlp(ln2 x), instead of one after the other.</summary>
    public bool ParallelResidual { get; init; } = true;

    public bool AttentionBias { get; init; } = true;

    public string Activation { get; init; } = "gelu";

    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Positions that the model was trained on.</summary>
    public long PositionCount { get; init; } = 2048;

    internal override string BackboneName => "gpt_neox";

    internal override string HeadName => "embed_out";

    protected override string Architecture => "GPTNeoXForCausalLM";

    internal static GptNeoXConfig Read(ConfigReader config) => new()
    {
        VocabularySize = config.Size("vocab_size"),
        HiddenSize = config.Size("hidden_size"),
        LayerCount = config.Layers("num_hidden_layers"),
        HeadCount = config.Heads("num_attention_heads", config.Size("hidden_size"), "hidden_size"),
        IntermediateSize = config.Size("intermediate_size"),
        RotaryShare = RotaryJson.ReadShare(config),
        Rotary = RotaryJson.Read(config, "rotary_emb_base"),
        ParallelResidual = config.Flag("use_parallel_residual", true),
        AttentionBias = config.Flag("attention_bias", true),
        Activation = config.Text("hidden_act", "gelu"),
        LayerNormEpsilon = config.Positive("layer_norm_eps", 1e-5),
        PositionCount = config.Size("max_position_embeddings", 2048),
        InitializerRange = config.Positive("initializer_range", 0.02),
        TieWordEmbeddings = config.Flag("tie_word_embeddings", false),
    };

    protected override void WriteTo(JsonObject json)
    {
        json["hidden_size"] = HiddenSize;
        json["num_hidden_layers"] = LayerCount;
        json["num_attention_heads"] = HeadCount;
        json["intermediate_size"] = IntermediateSize;
        json["rotary_pct"] = RotaryShare;
        json["use_parallel_residual"] = ParallelResidual;
        json["attention_bias"] = AttentionBias;
        json["hidden_act"] = Activation;
        json["layer_norm_eps"] = LayerNormEpsilon;
        json["max_position_embeddings"] = PositionCount;
        json["initializer_range"] = InitializerRange;
        RotaryJson.Write(Rotary, json, "rotary_emb_base");
    }

    internal override LanguageBackbone CreateBackbone(WeightFactory weights) => new GptNeoXBackbone(this, weights);
}
