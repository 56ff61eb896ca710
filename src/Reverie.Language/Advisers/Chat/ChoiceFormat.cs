using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reverie.Language.Advisers.Chat;

/// <summary>An answer that is one of several: the schema that an endpoint can enforce, and what came of it.</summary>
internal static class ChoiceFormat
{
    private const string Field = "action";

    /// <summary><c>{"action": one of the choices}</c>.</summary>
    internal static JsonElement Schema(IReadOnlyList<string> choices) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [Field] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice)]) },
        },
        ["required"] = new JsonArray(Field),
        ["additionalProperties"] = false,
    });

    /// <summary>The choice that an answer names, as JSON or, from an endpoint that does not enforce the schema, as it stands; null: none.</summary>
    internal static string? Read(string answer, IReadOnlyList<string> choices)
    {
        string text = answer.Trim();
        try
        {
            if (text.StartsWith('{') && JsonDocument.Parse(text).RootElement.TryGetProperty(Field, out var field) && field.ValueKind == JsonValueKind.String)
                text = field.GetString()!;
        }
        catch (JsonException)
        {
            return null;
        }
        return choices.FirstOrDefault(choice => Bare(choice).Equals(Bare(text), StringComparison.OrdinalIgnoreCase));
    }

    private static string Bare(string text) => text.Trim().Trim('"', '\'', '.', '`');
}
