using System.Text.Json.Nodes;
using Reverie.Language.Attention;
using Reverie.Language.Layers;

namespace Reverie.Language.Models.Llama;

/// <summary>
/// The Llama family: RMSNorm, rotary positions, grouped-query attention, gated feed-forward. Llama 2 and 3, SmolLM2, TinyLlama;
/// Qwen2 (bias on q, k, v) and Qwen3 (RMSNorm over q and k of each head).
/// </summary>
public sealed record LlamaConfig : LanguageModelConfig
{
    private readonly string _modelType = "llama";

    /// <param name="modelType"><c>llama</c>, <c>qwen2</c> or <c>qwen3</c>.</param>
    public LlamaConfig(string modelType = "llama")
    {
        _modelType = modelType;
        TieWordEmbeddings = false;
    }

    public override string ModelType => _modelType;

    public required int HeadCount { get; init; }

    /// <summary>Heads of keys and values; each serves HeadCount / KeyValueHeadCount query heads.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Size of one head; not always H / HeadCount.</summary>
    public required long HeadSize { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required long IntermediateSize { get; init; }

    public string Activation { get; init; } = "silu";

    public double NormEpsilon { get; init; } = 1e-6;

    public RotaryConfig Rotary { get; init; } = new();

    /// <summary>Positions that the model was trained on.</summary>
    public long PositionCount { get; init; } = 2048;

    /// <summary>Bias on the q, k and v projections.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Bias on the attention's output projection.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Bias on the feed-forward projections.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>RMSNorm over each head of q and k before the rotation (Qwen3).</summary>
    public bool NormalizeQueryKey => ModelType == "qwen3";

    internal override string BackboneName => "model";

    protected override string Architecture => ModelType switch { "qwen2" => "Qwen2ForCausalLM", "qwen3" => "Qwen3ForCausalLM", _ => "LlamaForCausalLM" };

    internal static LlamaConfig Read(ConfigReader config)
    {
        string type = config.Text("model_type");
        if (config.Flag("use_sliding_window", false))
            throw config.Unsupported("sliding-window attention");
        if (config.Texts("layer_types")?.FirstOrDefault(kind => kind != "full_attention") is { } other)
            throw config.Unsupported($"layers of the type '{other}'");
        config.Require("partial_rotary_factor", 1);
        config.Section("rope_parameters")?.Require("partial_rotary_factor", 1);
        int heads = (int)config.Size("num_attention_heads");
        long hidden = config.Size("hidden_size");
        int keyHeads = (int)config.Size("num_key_value_heads", heads);
        if (heads % keyHeads != 0)
            throw config.Wrong("num_key_value_heads", $"so that it divides 'num_attention_heads' ({heads}), not as {keyHeads}");
        long headSize = config.OptionalSize("head_dim") ?? (type == "qwen3" ? 128 : hidden / config.Heads("num_attention_heads", hidden, "hidden_size"));
        if (headSize % 2 != 0)
            throw config.Wrong("head_dim", $"as an even number, since rotary positions turn pairs, not as {headSize}");
        bool attentionBias = config.Flag("attention_bias", false);
        return new(type)
        {
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            LayerCount = config.Layers("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = keyHeads,
            HeadSize = headSize,
            IntermediateSize = config.Size("intermediate_size"),
            Activation = config.Text("hidden_act", "silu"),
            NormEpsilon = config.Positive("rms_norm_eps", 1e-6),
            PositionCount = config.Size("max_position_embeddings", 2048),
            Rotary = RotaryJson.Read(config),
            QueryKeyValueBias = type == "qwen2" || attentionBias,
            OutputBias = type != "qwen2" && attentionBias,
            FeedForwardBias = type == "llama" && config.Flag("mlp_bias", false),
            InitializerRange = config.Positive("initializer_range", 0.02),
            TieWordEmbeddings = config.Flag("tie_word_embeddings", false),
        };
    }

    protected override void WriteTo(JsonObject json)
    {
        json["hidden_size"] = HiddenSize;
        json["num_hidden_layers"] = LayerCount;
        json["num_attention_heads"] = HeadCount;
        json["num_key_value_heads"] = KeyValueHeadCount;
        json["head_dim"] = HeadSize;
        json["intermediate_size"] = IntermediateSize;
        json["hidden_act"] = Activation;
        json["rms_norm_eps"] = NormEpsilon;
        json["max_position_embeddings"] = PositionCount;
        json["attention_bias"] = OutputBias;
        json["mlp_bias"] = FeedForwardBias;
        json["initializer_range"] = InitializerRange;
        RotaryJson.Write(Rotary, json);
    }

    internal override LanguageBackbone CreateBackbone(WeightFactory weights) => new LlamaBackbone(this, weights);
}
