using System.Text.Json;
using System.Text.RegularExpressions;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Adapters;

/// <summary>PEFT's adapter files.</summary>
internal static partial class LoraFiles
{
    public const string WeightsName = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Fills attached adapters; every tensor must be there with its shape.</summary>
    public static void Read(LoraAdapter adapter, LanguageModel model, string folder)
    {
        string path = Path.Combine(folder, WeightsName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{folder} has no {WeightsName}; name a folder that PEFT or Reverie saved an adapter to.", path);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var file = SafeTensorsFile.Open(path);
        var stored = new Dictionary<string, string>();
        foreach (string name in file.Names)
        {
            if (!stored.TryAdd(Normalize(name), name))
                throw new InvalidDataException($"{path} holds '{name}' and '{stored[Normalize(name)]}', which are one tensor; give the adapter alone.");
        }
        var expected = Tensors(adapter).ToList();
        foreach (var (name, tensor) in expected)
        {
            // Adapters that were trained on a model without its output layer lack the backbone's name.
            string shorter = name.StartsWith(model.Config.BackboneName + ".", StringComparison.Ordinal) ? name[(model.Config.BackboneName.Length + 1)..] : name;
            if (!stored.Remove(name, out string? key) && !stored.Remove(shorter, out key))
            {
                throw new InvalidDataException(
                    $"{path} lacks '{Prefix}{name}'; the adapter does not belong to this model or to its own {LoraConfig.FileName}.");
            }

            var value = file.Read(key).ToTensor();
            if (!value.Shape.SequenceEqual(tensor.Shape))
                throw new InvalidDataException($"{path}: '{key}' is {value} but the model needs {tensor}; the adapter belongs to another model.");
            tensor.CopyFrom(value);
        }
        foreach (var (name, key) in stored)
            CompareWithBase(model, path, name, key, () => file.Read(key).ToTensor());
    }

    /// <summary>
    /// PEFT puts whatever a file holds into the model by its name. What equals the base, as embeddings that it saves beside an
    /// adapter often do, says nothing new; everything else is refused, since the base weights stay what they are here.
    /// </summary>
    private static void CompareWithBase(LanguageModel model, string path, string name, string key, Func<Tensor> read)
    {
        if (IsAdapterPart(name))
            throw new InvalidDataException($"{path} holds '{key}', for which its {LoraConfig.FileName} names no target in this model.");
        string full = $"{model.Config.BackboneName}.{name}", head = $"{model.Config.HeadName}.weight";
        var ours = model.NamedParameters().FirstOrDefault(entry => entry.Name == name || entry.Name == full).Tensor
            ?? (name == head ? model.Head?.Weight : null);
        if (ours is null)
            throw new InvalidDataException($"{path} holds '{key}', which has no place in this model or its {LoraConfig.FileName}.");
        var value = read();
        if (!value.Shape.SequenceEqual(ours.Shape))
        {
            throw new InvalidDataException(
                $"{path}: '{key}' is {value} but the model has {ours}; the adapter belongs to another model, or to one with resized embeddings.");
        }

        if (!value.To(ours.DType).ToBytes().AsSpan().SequenceEqual(ours.ToBytes()))
        {
            throw new InvalidDataException(
                $"{path} holds other numbers for '{key}' than the model, and its {LoraConfig.FileName} does not name it in modules_to_save; add it there " +
                $"or use the model that the adapter was trained on.");
        }
    }

    public static void Write(LoraAdapter adapter, string folder)
    {
        Directory.CreateDirectory(folder);
        var tensors = Tensors(adapter)
            .Select(entry => (Prefix + entry.Name, new RawTensor(entry.Tensor.DType, entry.Tensor.Shape.ToArray(), entry.Tensor.ToBytes())));
        SafeTensorsWriter.Write(Path.Combine(folder, WeightsName), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, LoraConfig.FileName), adapter.Config.ToJson().ToJsonString(Indented) + "\n");
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(LoraAdapter adapter) =>
        adapter.NamedTensors.Concat(
            adapter.SavedModules.SelectMany(entry => entry.Module.NamedParameters($"{entry.Name}.")).Where(entry => !IsAdapterPart(entry.Name)));

    /// <summary>Takes off what other tools leave in names: the prefix, the adapter's name, PEFT's wrappers.</summary>
    private static string Normalize(string name)
    {
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
            name = name[Prefix.Length..];
        name = AdapterName().Replace(name, "${part}");
        return Wrapper().Replace(name, ".").Replace(".base_layer.", ".", StringComparison.Ordinal);
    }

    private static bool IsAdapterPart(string name) => name.Contains(".lora_", StringComparison.Ordinal) || name.StartsWith("lora_", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<part>\.lora_(A|B|embedding_A|embedding_B))\.default(?=\.|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex AdapterName();

    [GeneratedRegex(@"\.modules_to_save(\.default)?\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Wrapper();
}
