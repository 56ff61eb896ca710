using Reverie.Language.Hub;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The word embeddings of the world model's language model, for a codebook that comes from there.</summary>
internal static class LanguageWords
{
    private const string Key = "world_model.hf_model";

    /// <returns>[words, hidden size]</returns>
    /// <exception cref="ConfigException">The model's files hold no words.</exception>
    /// <exception cref="HubException">The model cannot be had.</exception>
    internal static Tensor Load(LanguageCoreOptions options, CancellationToken stop)
    {
        string name = options.Name ?? throw new ConfigException($"The tokenizer's codebook comes from a language model; give {Key}.name.");
        using var hub = new ModelHub();
        string folder = UserText.Use($"{Key}.name", () => hub.GetModelAsync(name, options.Revision, cancellation: stop).GetAwaiter().GetResult());
        try
        {
            return UserText.Use(Key, () => WordEmbeddings.Load(folder));
        }
        catch (InvalidDataException e)
        {
            throw new ConfigException($"{Key}: {e.Message}", e);
        }
    }
}
