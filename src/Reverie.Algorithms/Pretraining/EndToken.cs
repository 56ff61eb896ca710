using System.Text.Json;
using Reverie.Language.Tokenization;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Pretraining;

/// <summary>The token that ends a text: the model's own where its folder names one, or the usual one.</summary>
internal static class EndToken
{
    // As GPT-2, GPT-NeoX, Mamba and Qwen write it; SmolLM2 and Llama 3 have others, which their config.json names by number.
    private static readonly string[] Usual = [BpeTrainer.EndOfText, "<|end_of_text|>", "<|im_end|>", "</s>"];

    public static int Find(BpeTokenizer tokenizer, string? folder) =>
        FromConfig(folder)
        ?? Usual.Select(tokenizer.TokenToId).FirstOrDefault(id => id is not null)
        ?? throw new ConfigException($"The tokenizer of '{folder}' has no token that ends a text; add 'eos_token_id' to its config.json.");

    private static int? FromConfig(string? folder)
    {
        string path = Path.Combine(folder ?? "", "config.json");
        if (folder is null || !File.Exists(path))
            return null;
        try
        {
            var config = TextGuard.ReadJson(path);
            return config.ValueKind == JsonValueKind.Object && config.TryGetProperty("eos_token_id", out var id) ? First(id) : null;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not JSON ({e.Message.TrimEnd('.')}); fetch it again.", e);
        }
    }

    // Chat models name several; the first one ends a text.
    private static int? First(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Number when id.TryGetInt32(out int number) => number,
        JsonValueKind.Array when id.GetArrayLength() > 0 => First(id[0]),
        _ => null,
    };
}
