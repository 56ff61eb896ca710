using System.Text.Json.Nodes;
using Reverie.Language.Layers;

namespace Reverie.Language.Models.Rwkv;

/// <summary>RWKV-4 (Peng et al., 2023): attention without queries, written as a recurrence.</summary>
public sealed record RwkvConfig : LanguageModelConfig
{
    public RwkvConfig() => TieWordEmbeddings = false;

    public override string ModelType => "rwkv";

    /// <summary>Channels of the time mixing.</summary>
    public required long AttentionSize { get; init; }

    /// <summary>Width of the channel mixing.</summary>
    public required long IntermediateSize { get; init; }

    public double LayerNormEpsilon { get; init; } = 1e-5;

    internal override string BackboneName => "rwkv";

    internal override string HeadName => "head";

    protected override string Architecture => "RwkvForCausalLM";

    internal static RwkvConfig Read(ConfigReader config)
    {
        long hidden = config.Size("hidden_size");
        return new()
        {
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            LayerCount = config.Layers("num_hidden_layers"),
            AttentionSize = config.Size("attention_hidden_size", hidden),
            IntermediateSize = config.Size("intermediate_size", 4 * hidden),
            LayerNormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            TieWordEmbeddings = config.Flag("tie_word_embeddings", false),
        };
    }

    protected override void WriteTo(JsonObject json)
    {
        json["hidden_size"] = HiddenSize;
        json["num_hidden_layers"] = LayerCount;
        json["attention_hidden_size"] = AttentionSize;
        json["intermediate_size"] = IntermediateSize;
        json["layer_norm_epsilon"] = LayerNormEpsilon;
        // Rescaling only guards half precision against overflow; the numbers here are single precision.
        json["rescale_every"] = 0;
    }

    internal override LanguageBackbone CreateBackbone(WeightFactory weights) => new RwkvBackbone(this, weights);
}
