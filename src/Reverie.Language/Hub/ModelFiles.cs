using Reverie.Language.Models;

namespace Reverie.Language.Hub;

/// <summary>Which files of a model Reverie needs.</summary>
public static class ModelFiles
{
    private static readonly string[] Descriptions =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "vocab.json", "merges.txt", "adapter_config.json",
    ];

    // The first kind that a model has is taken: the others hold the same numbers again.
    private static readonly string[][] WeightKinds =
    [
        ["model.safetensors"],
        ["model.safetensors.index.json", "model-*.safetensors"],
        ["adapter_model.safetensors"],
        ["pytorch_model.bin"],
        ["pytorch_model.bin.index.json", "pytorch_model-*.bin"],
    ];

    /// <summary>Configuration, tokenizer and one set of weights, out of all files of a model.</summary>
    public static IReadOnlyList<string> Select(IReadOnlyCollection<string> files)
    {
        string[] kind = Array.Find(WeightKinds, kind => files.Contains(kind[0])) ?? [];
        return [.. files.Where(file => Descriptions.Contains(file) || Array.Exists(kind, pattern => IsMatch(pattern, file)))];
    }

    /// <summary>The first file that a folder lacks to be a whole model; null where nothing is missing.</summary>
    /// <exception cref="InvalidDataException">The index of the shards is malformed.</exception>
    public static string? FirstMissing(string folder)
    {
        if (!Has("config.json") && !Has("adapter_config.json"))
            return "config.json";
        string[]? kind = Array.Find(WeightKinds, kind => Has(kind[0]));
        return kind switch
        {
            null => "model.safetensors",
            [_, _] => ShardIndex.Read(Path.Combine(folder, kind[0])).FirstOrDefault(shard => !Has(shard)),
            _ => null,
        };

        bool Has(string file) => File.Exists(Path.Combine(folder, file));
    }

    private static bool IsMatch(string pattern, string file)
    {
        int star = pattern.IndexOf('*');
        return star < 0
            ? file == pattern
            : !file.Contains('/') && file.StartsWith(pattern[..star], StringComparison.Ordinal)
                && file.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
