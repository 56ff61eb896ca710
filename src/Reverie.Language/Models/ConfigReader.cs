using System.Text.Json;

namespace Reverie.Language.Models;

/// <summary>Typed access to a <c>config.json</c>; what is missing or of another kind is named.</summary>
internal sealed class ConfigReader(JsonElement json, string source)
{
    /// <summary>The section of that name, or null where it is absent or null.</summary>
    public ConfigReader? Section(string name) => Find(name) is { ValueKind: JsonValueKind.Object } section ? new ConfigReader(section, source) : null;

    public bool Has(string name) => Find(name) is not null;

    public long Integer(string name) => OptionalInteger(name) ?? throw Lacks(name);

    public long Integer(string name, long absent) => OptionalInteger(name) ?? absent;

    public long? OptionalInteger(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out long number) => number,
        _ => throw new InvalidDataException($"{source} must give '{name}' as a whole number; correct it."),
    };

    public double Real(string name, double absent) => OptionalReal(name) ?? absent;

    public double? OptionalReal(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        _ => throw new InvalidDataException($"{source} must give '{name}' as a number; correct it."),
    };

    public bool Flag(string name, bool absent) => Find(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new InvalidDataException($"{source} must give '{name}' as true or false; correct it."),
    };

    public string Text(string name) => OptionalText(name) ?? throw Lacks(name);

    public string Text(string name, string absent) => OptionalText(name) ?? absent;

    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new InvalidDataException($"{source} must give '{name}' as text; correct it."),
    };

    /// <summary>The text of that name; null where it is absent or no text.</summary>
    public string? TryText(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The error of a setting that has no implementation here.</summary>
    public NotSupportedException Unsupported(string what) => new($"{source} asks for {what}, which is not supported; choose a model without it.");

    private JsonElement? Find(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private InvalidDataException Lacks(string name) => new($"{source} lacks '{name}'; it is no complete config.json of this model type.");
}
