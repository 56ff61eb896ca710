using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Language.Layers;
using Reverie.Language.Quantization;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>Writes Hugging Face folders.</summary>
internal static class WeightSaver
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Save(LanguageModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        SafeTensorsWriter.Write(Path.Combine(folder, WeightFiles.SingleName), Tensors(model), metadata);
        bool untied = model.Config.TieWordEmbeddings && model.Head is not null and not TiedProjection;
        var config = model.Config with { TieWordEmbeddings = model.Config.TieWordEmbeddings && !untied, Quantization = QuantizationOf(model) };
        var json = config.ToJson();
        // Without a list other readers take the output layer for dense.
        if (model.Head is { IsQuantized: true } && config.Quantization is { SkipModules: [] })
            json["quantization_config"]!["llm_int8_skip_modules"] = new JsonArray();
        File.WriteAllText(Path.Combine(folder, LanguageModelConfig.FileName), json.ToJsonString(Indented) + "\n");
    }

    /// <summary>The base model's weights; adapters have files of their own.</summary>
    private static IEnumerable<(string Name, RawTensor Tensor)> Tensors(LanguageModel model)
    {
        foreach (var (name, tensor) in model.NamedParameters())
        {
            if (!name.Contains(".lora_", StringComparison.Ordinal))
                yield return (name, new RawTensor(tensor.DType, tensor.Shape.ToArray(), tensor.ToBytes()));
        }
        foreach (var (name, module) in model.NamedModules())
        {
            if (module is not Projection { Quantized: { } weight })
                continue;
            foreach (var part in Nf4Checkpoint.ToTensors($"{name}.weight", weight.ToTensor()))
                yield return part;
        }
    }

    private static QuantizationConfig? QuantizationOf(LanguageModel model)
    {
        var weights = model.NamedModules().Select(entry => entry.Module).OfType<Projection>().Select(projection => projection.Quantized)
            .OfType<Nf4Weight>().ToList();
        if (weights.Count == 0)
            return null;
        // What stayed in full precision is named, so that a reader does not take it for packed.
        var dense = model.NamedModules().Where(entry => entry.Module is Projection { IsQuantized: false }).Select(entry => entry.Name).ToList();
        bool onlyHead = dense.TrueForAll(name => name == model.Config.HeadName);
        return new QuantizationConfig(weights[0].ToTensor().QuantizedScales is not null) { SkipModules = onlyHead && dense.Count > 0 ? [] : dense };
    }
}
