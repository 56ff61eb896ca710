using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Language.Models;
using Reverie.Language.Tokenization;

namespace Reverie.Algorithms.Pretraining;

/// <summary>Writes what Hugging Face calls a model: configuration, weights, tokenizer. Other tools load it as it is.</summary>
public static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the folder whole or not at all; a model that is there already is replaced.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer whose ids it takes.</param>
    /// <param name="endOfText">The token that parts texts, named as beginning and end in the configuration.</param>
    /// <param name="folder">Where to.</param>
    /// <exception cref="IOException">The folder holds something that is no model, or cannot be written.</exception>
    public static void Write(LanguageModel model, BpeTokenizer tokenizer, int endOfText, string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, LanguageModelConfig.FileName)))
            throw new IOException($"The folder '{folder}' holds something that is no model; give output.name another one.");
        string writing = folder + ".writing", old = folder + ".old";
        Remove(writing);
        Remove(old);
        model.Save(writing);
        tokenizer.Save(writing);
        AddTokens(Path.Combine(writing, LanguageModelConfig.FileName), endOfText);
        WriteTokenizerSettings(writing, tokenizer.IdToToken(endOfText)!, model.Config.MaxPositions);
        if (Directory.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(writing, folder);
        Remove(old);
    }

    // Without these, readers fall back on the family's usual numbers (50256 for GPT-2), which a small vocabulary does not have.
    private static void AddTokens(string path, int endOfText)
    {
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config["bos_token_id"] = endOfText;
        config["eos_token_id"] = endOfText;
        File.WriteAllText(path, config.ToJsonString(Indented) + "\n");
    }

    private static void WriteTokenizerSettings(string folder, string endOfText, long? positions)
    {
        var settings = new JsonObject
        {
            ["tokenizer_class"] = "PreTrainedTokenizerFast",
            ["bos_token"] = endOfText,
            ["eos_token"] = endOfText,
            ["unk_token"] = endOfText,
            ["clean_up_tokenization_spaces"] = false,
        };
        if (positions is { } most)
            settings["model_max_length"] = most;
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings.ToJsonString(Indented) + "\n");
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
