using System.Text.Json;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Pretraining;

/// <summary>The model that a run begins with.</summary>
internal static class PretrainModel
{
    // Settings of config.json that say nothing about the network.
    private static readonly string[] Harmless =
        ["architectures", "bos_token_id", "eos_token_id", "pad_token_id", "torch_dtype", "transformers_version", "use_cache"];

    /// <summary>Loads the model to train on, or makes a new one.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="folder">The model to train on; null: a new one.</param>
    /// <param name="data">Its tokenizer sizes a new model.</param>
    /// <exception cref="ConfigException">Model, tokenizer and sequence length do not fit each other.</exception>
    public static LanguageModel Create(PretrainOptions options, string? folder, PretrainData data)
    {
        if (folder is not null)
        {
            var loaded = UserText.Use("model.from", () => HuggingFace.Load(folder));
            Check(loaded.Config, options, data);
            return loaded;
        }
        int rows = Math.Max(data.Tokenizer.VocabularySize, options.Tokenizer.From is null ? options.Tokenizer.VocabularySize : 0);
        var config = Parse(options.Model.Config, rows);
        Check(config, options, data);
        using var generator = new Generator((ulong)options.Common.Seed);
        return LanguageModel.Create(config, generator);
    }

    /// <summary>Reads the architecture from the run's options.</summary>
    /// <param name="settings">Keys of the family's <c>config.json</c>.</param>
    /// <param name="vocabularySize">Rows of the token embedding.</param>
    /// <exception cref="ConfigException">A setting is unknown to the family, missing or malformed.</exception>
    internal static LanguageModelConfig Parse(IReadOnlyDictionary<string, object?> settings, int vocabularySize)
    {
        if (settings.ContainsKey("vocab_size"))
            throw new ConfigException("model.config.vocab_size is set by the tokenizer; give tokenizer.vocabulary_size instead.");
        if (NotFinite(settings, "model.config") is { } odd)
            throw new ConfigException($"{odd} is no finite number; give one.");
        var all = new Dictionary<string, object?>(settings) { ["vocab_size"] = vocabularySize };
        LanguageModelConfig config;
        try
        {
            config = HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(all), "model.config", refuseUnknown: false);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw new ConfigException(e.Message, e);
        }
        var known = config.ToJson().Select(entry => entry.Key).ToList();
        if (settings.Keys.FirstOrDefault(key => !known.Contains(key) && Array.IndexOf(Harmless, key) < 0) is { } unknown)
        {
            throw new ConfigException(
                $"unknown key 'model.config.{unknown}' for {config.ModelType}; the nearest known key is " +
                $"'model.config.{NearestKey.Find(unknown, known) ?? "model_type"}'.");
        }

        return config;
    }

    /// <summary>The path of a number that JSON cannot hold, at any depth.</summary>
    private static string? NotFinite(object? value, string path) => value switch
    {
        double number => double.IsFinite(number) ? null : path,
        IReadOnlyDictionary<string, object?> map => map.Select(entry => NotFinite(entry.Value, $"{path}.{entry.Key}")).FirstOrDefault(odd => odd is not null),
        IReadOnlyList<object?> list => list.Select((item, index) => NotFinite(item, $"{path}[{index}]")).FirstOrDefault(odd => odd is not null),
        _ => null,
    };

    private static void Check(LanguageModelConfig config, PretrainOptions options, PretrainData data)
    {
        if (config.Quantization is not null)
        {
            throw new ConfigException(
                $"model.from={options.Model.From} holds 4-bit weights, which cannot be trained as a whole; give the model in full precision.");
        }

        if (data.Tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new ConfigException(
                $"The tokenizer has {data.Tokenizer.VocabularySize} tokens but the model only {config.VocabularySize}; leave tokenizer.from out to " +
                $"use the model's own.");
        }

        if (config.MaxPositions < options.Data.SequenceLength)
        {
            throw new ConfigException(
                $"data.sequence_length={options.Data.SequenceLength} is more than the {config.MaxPositions} positions of the model; lower it.");
        }
    }
}
