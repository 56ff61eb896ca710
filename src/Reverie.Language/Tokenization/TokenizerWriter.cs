using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Writes a tokenizer as Hugging Face's libraries read it: <c>tokenizer.json</c>, and GPT-2's <c>vocab.json</c> with
/// <c>merges.txt</c> where the tokenizer splits as GPT-2 does.
/// </summary>
internal static class TokenizerWriter
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(BpeDefinition definition, string folder)
    {
        Directory.CreateDirectory(folder);
        WriteJson("tokenizer.json", Tokenizer(definition));
        if (definition is { NormalizeNfc: false, IgnoreMerges: false, Stages: [{ Splitter: Gpt2Splitter, AddSpace: false }] })
        {
            WriteJson("vocab.json", Vocabulary(definition));
            File.WriteAllText(Path.Combine(folder, "merges.txt"), string.Concat(definition.Merges.Select(Line).Prepend("#version: 0.2\n")));
        }

        void WriteJson(string name, JsonNode json) => File.WriteAllText(Path.Combine(folder, name), json.ToJsonString(Readable) + "\n");
    }

    private static string Line((string Left, string Right) merge) => $"{merge.Left} {merge.Right}\n";

    private static JsonObject Tokenizer(BpeDefinition definition) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. definition.AddedTokens.OrderBy(token => token.Id).Select(Added)]),
        ["normalizer"] = definition.NormalizeNfc ? new JsonObject { ["type"] = "NFC" } : null,
        ["pre_tokenizer"] = PreTokenizer(definition.Stages),
        ["post_processor"] = null,
        ["decoder"] = ByteLevel(addSpace: true, split: true),
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = definition.IgnoreMerges,
            ["vocab"] = Vocabulary(definition),
            ["merges"] = new JsonArray([.. definition.Merges.Select(merge => JsonValue.Create($"{merge.Left} {merge.Right}"))]),
        },
    };

    private static JsonObject Vocabulary(BpeDefinition definition) =>
        new(definition.Vocabulary.OrderBy(entry => entry.Value).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    private static JsonObject Added(AddedToken token) => new()
    {
        ["id"] = token.Id,
        ["content"] = token.Content,
        ["single_word"] = token.SingleWord,
        ["lstrip"] = token.LeftStrip,
        ["rstrip"] = token.RightStrip,
        ["normalized"] = token.Normalized,
        ["special"] = token.Special,
    };

    /// <summary>Only the last stage turns text into the byte alphabet; the ones before it just cut.</summary>
    private static JsonObject PreTokenizer(IReadOnlyList<SplitStage> stages)
    {
        var parts = stages.SkipLast(1).Select(stage => stage.Splitter!.ToJson())
            .Append(ByteLevel(stages[^1].AddSpace, stages[^1].Splitter is not null)).ToArray();
        return parts.Length == 1 ? parts[0] : new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(parts) };
    }

    private static JsonObject ByteLevel(bool addSpace, bool split) =>
        new() { ["type"] = "ByteLevel", ["add_prefix_space"] = addSpace, ["trim_offsets"] = true, ["use_regex"] = split };
}
