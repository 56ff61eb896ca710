using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Language.Layers;
using Reverie.Language.Models.Gpt2;
using Reverie.Language.Models.GptNeoX;
using Reverie.Language.Models.Llama;
using Reverie.Language.Models.Mamba;
using Reverie.Language.Models.Rwkv;

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

    /// <summary>Reads <c>config.json</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or lacks something.</exception>
    /// <exception cref="NotSupportedException">The family, or a setting of it, is not supported.</exception>
    public static LanguageModelConfig Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{folder} has no {FileName}; name a folder with a Hugging Face model.", path);
        try
        {
            return Parse(JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path)), path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not JSON ({e.Message}); fetch it again.", e);
        }
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The content of <c>config.json</c>.</param>
    /// <param name="source">Named in errors.</param>
    public static LanguageModelConfig Parse(JsonElement json, string source = FileName)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{source} is no JSON object; fetch it again.");
        var reader = new ConfigReader(json, source);
        LanguageModelConfig config = reader.Text("model_type") switch
        {
            "gpt2" => Gpt2Config.Read(reader),
            "llama" or "qwen2" or "qwen3" => LlamaConfig.Read(reader),
            "gpt_neox" => GptNeoXConfig.Read(reader),
            "mamba" => MambaConfig.Read(reader),
            "rwkv" => RwkvConfig.Read(reader),
            string other => throw new NotSupportedException(
                $"{source} is of the model type '{other}'; supported are gpt2, llama, qwen2, qwen3, gpt_neox, mamba and rwkv."),
        };
        return config with { Quantization = QuantizationConfig.Read(reader) };
    }

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
            json["quantization_config"] = Quantization.ToJson();
        return json;
    }

    /// <summary>The class name that Hugging Face gives the model with its output layer.</summary>
    protected abstract string Architecture { get; }

    /// <summary>Adds the family's own settings.</summary>
    protected abstract void WriteTo(JsonObject json);

    /// <summary>Builds the network without its output layer.</summary>
    internal abstract LanguageBackbone CreateBackbone(WeightFactory weights);
}
