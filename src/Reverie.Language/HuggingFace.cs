using System.Text.Json;
using Reverie.Language.Models;
using Reverie.Language.Models.Gpt2;
using Reverie.Language.Models.GptNeoX;
using Reverie.Language.Models.Llama;
using Reverie.Language.Models.Mamba;
using Reverie.Language.Models.Rwkv;

namespace Reverie.Language;

/// <summary>Opens models as Hugging Face stores them: a folder with <c>config.json</c> and weights. Knows all families.</summary>
public static class HuggingFace
{
    /// <summary>Reads a folder: <c>config.json</c> and <c>model.safetensors</c>, in one file or in shards.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or the weights are not those of the configuration.</exception>
    /// <exception cref="NotSupportedException">The family, or a setting of it, is not supported.</exception>
    public static LanguageModel Load(string folder, LoadOptions? options = null) => LanguageModel.Load(LoadConfig(folder), folder, options);

    /// <summary>Reads <c>config.json</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or lacks something.</exception>
    /// <exception cref="NotSupportedException">The family, or a setting of it, is not supported.</exception>
    public static LanguageModelConfig LoadConfig(string folder)
    {
        string path = Path.Combine(folder, LanguageModelConfig.FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{folder} has no {LanguageModelConfig.FileName}; name a folder with a Hugging Face model.", path);
        return ParseConfig(ModelJson.Read(path), path);
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">The content of <c>config.json</c>.</param>
    /// <param name="source">Named in errors.</param>
    /// <param name="refuseUnknown">Whether settings that nobody knows and that have a value are an error.</param>
    /// <inheritdoc cref="LoadConfig" path="/exception"/>
    public static LanguageModelConfig ParseConfig(JsonElement json, string source = LanguageModelConfig.FileName, bool refuseUnknown = true) =>
        ModelJson.Guarded(source, () => Parse(json, source, refuseUnknown));

    private static LanguageModelConfig Parse(JsonElement json, string source, bool refuseUnknown)
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
        config = config with { Quantization = QuantizationJson.Read(reader) };
        if (refuseUnknown)
            reader.RefuseUnread(HarmlessKeys.Of(config.ModelType));
        return config;
    }
}
