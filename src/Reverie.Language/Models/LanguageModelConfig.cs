using System.Text.Json.Nodes;
using Reverie.Language.Layers;
using Reverie.Language.Quantization;

namespace Reverie.Language.Models;

/// <summary>The architecture of a language model: what its <c>config.json</c> says, typed.</summary>
public abstract record LanguageModelConfig
{
    public const string FileName = "config.json";

    /// <summary>The family as Hugging Face names it: <c>gpt2</c>, <c>llama</c>, <c>mamba</c>, ...</summary>
    public abstract string ModelType { get; }

    /// <summary>Rows of the token embedding; often padded beyond the tokenizer's vocabulary.</summary>
    public required long VocabularySize { get; init; }

    /// <summary>Size H of the residual stream, of the embeddings and of the outputs.</summary>
    public required long HiddenSize { get; init; }

    public required int LayerCount { get; init; }

    /// <summary>Whether the output layer is the token embedding.</summary>
    public bool TieWordEmbeddings { get; init; } = true;

    /// <summary>Standard deviation of random weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>How the checkpoint's weights were quantised; null: they are not.</summary>
    public QuantizationConfig? Quantization { get; init; }

    /// <summary>Most positions that the model can tell apart; null: any number.</summary>
    public virtual long? MaxPositions => null;

    /// <summary>Name of the backbone in the checkpoint, as in <c>transformer.h.0...</c>.</summary>
    internal abstract string BackboneName { get; }

    /// <summary>Name of the output layer in the checkpoint.</summary>
    internal virtual string HeadName => "lm_head";

    /// <summary>The content of <c>config.json</c>, for other tools.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["model_type"] = ModelType,
            ["architectures"] = new JsonArray(Architecture),
            ["vocab_size"] = VocabularySize,
            ["tie_word_embeddings"] = TieWordEmbeddings,
            ["torch_dtype"] = "float32",
        };
        WriteTo(json);
        if (Quantization is not null)
            json["quantization_config"] = QuantizationJson.Write(Quantization);
        return json;
    }

    /// <summary>The class name that Hugging Face gives the model with its output layer.</summary>
    protected abstract string Architecture { get; }

    /// <summary>Adds the family's own settings.</summary>
    protected abstract void WriteTo(JsonObject json);

    /// <summary>Builds the network without its output layer.</summary>
    internal abstract LanguageBackbone CreateBackbone(WeightFactory weights);
}
