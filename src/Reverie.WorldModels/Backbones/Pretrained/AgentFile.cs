using System.Text.Json;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Serialization;

namespace Reverie.WorldModels.Backbones.Pretrained;

/// <summary>
/// An agent's weights as .safetensors, under their own names. Pretrained weights that rest are not written again and again: the file says which
/// they are, and whoever reads it has loaded them from where they lie.
/// </summary>
public static class AgentFile
{
    private const string BaseKey = "pretrained_base";

    /// <summary>Writes all weights but pretrained ones that rest.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="agent">Whose; at most one part of it is a language model.</param>
    public static void Save(Stream stream, Module agent)
    {
        var (prefix, core) = CoreOf(agent);
        var resting = core?.RestingNames.Select(name => prefix + name).ToHashSet() ?? [];
        var metadata = resting.Count == 0 ? null : new Dictionary<string, string> { [BaseKey] = JsonSerializer.Serialize(core!.Base) };
        SafeTensorsWriter.Write(
            stream, agent.StateDict().Where(entry => !resting.Contains(entry.Name)).Select(entry => (entry.Name, entry.Tensor.ToRaw())), metadata);
    }

    /// <summary>Whether a file holds all weights itself.</summary>
    public static bool IsWhole(string path) => BaseOf(path) is null;

    /// <summary>Copies weights into a part of an agent.</summary>
    /// <param name="component">The part.</param>
    /// <param name="weights">Its weights by name.</param>
    /// <param name="path">The file from which they are.</param>
    /// <exception cref="TorchException">Something is missing, unknown or of another size, or was learned on top of other pretrained weights.</exception>
    public static void Copy(Module component, IReadOnlyDictionary<string, Tensor> weights, string path)
    {
        var (prefix, core) = CoreOf(component);
        if (core is null || BaseOf(path) is not { } wanted)
        {
            component.LoadStateDict(weights);
            return;
        }
        if (core.Base is not { } own)
            throw new TorchException($"{path} holds what was learned on top of the pretrained weights of {wanted.Name}, and this world model began with random ones.");
        if (!own.IsSameAs(wanted))
        {
            throw new TorchException(own.Name == wanted.Name && own.Kept == wanted.Kept
                ? $"{path} holds what was learned on top of the weights of {wanted.Name}, which have changed since; put those of then in their place."
                : $"{path} holds what was learned on top of the pretrained weights of {wanted.Name} ({wanted.Kept}), and this world model has those of {own.Name} " +
                    $"({own.Kept}); give hf_model as it was then.");
        }
        var known = core.PretrainedNames.Select(name => prefix + name).ToHashSet();
        component.LoadStateDict(weights, mayLack: known.Contains);
    }

    private static PretrainedBase? BaseOf(string path) =>
        StateDictFile.LoadMetadata(path).TryGetValue(BaseKey, out string? text) ? JsonSerializer.Deserialize<PretrainedBase>(text) : null;

    private static (string Prefix, LanguageCore? Core) CoreOf(Module agent)
    {
        foreach (var (name, module) in agent.NamedModules())
        {
            if (module is LanguageCore core)
                return (name.Length == 0 ? "" : $"{name}.", core);
        }
        return ("", null);
    }
}
