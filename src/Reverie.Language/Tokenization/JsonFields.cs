using System.Text.Json;

namespace Reverie.Language.Tokenization;

/// <summary>Typed access to the fields of tokenizer files; what is missing or of another kind is named.</summary>
internal static class JsonFields
{
    private const int MaxMessage = 400;

    /// <summary>The value of a field, or null where it is absent or null.</summary>
    public static JsonElement? Optional(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Required(JsonElement parent, string name, JsonValueKind kind) =>
        Optional(parent, name) is { } value && value.ValueKind == kind
            ? value
            : throw new InvalidDataException($"lacks the {kind.ToString().ToLowerInvariant()} '{name}'");

    public static string Text(JsonElement parent, string name) => Required(parent, name, JsonValueKind.String).GetString()!;

    public static bool Flag(JsonElement parent, string name, bool absent = false) => Optional(parent, name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new InvalidDataException($"has a '{name}' that is neither true nor false"),
    };

    /// <summary>A token table: an object of ids by token.</summary>
    public static Dictionary<string, int> Vocabulary(JsonElement table)
    {
        if (table.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("has a vocabulary that is not an object of tokens and ids");
        var vocabulary = new Dictionary<string, int>();
        foreach (var entry in table.EnumerateObject())
        {
            vocabulary[entry.Name] = entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id)
                ? id
                : throw new InvalidDataException($"gives the token '{entry.Name}' an id that is not a whole number");
        }
        return vocabulary;
    }

    /// <summary>A message that may quote a file, fit for one line.</summary>
    public static string OneLine(string message)
    {
        string line = string.Concat(message.Select(c => char.IsControl(c) ? '?' : c));
        return line.Length <= MaxMessage ? line : line[..MaxMessage] + "...";
    }

    /// <summary>A merge written as two tokens with a space between them.</summary>
    public static (string Left, string Right) Pair(string text, int rank)
    {
        int space = text.IndexOf(' ');
        return space > 0 && space < text.Length - 1 && text.IndexOf(' ', space + 1) < 0
            ? (text[..space], text[(space + 1)..])
            : throw new InvalidDataException($"has a merge number {rank + 1} that is not two tokens with a space between them");
    }
}
