using System.Text.Json;

namespace Reverie.Language.Models;

/// <summary>
/// Typed access to a JSON object that describes a model or an adapter; what is missing or of another kind is named. It knows
/// what was asked for, so that settings which nobody obeys can be refused.
/// </summary>
internal sealed class ConfigReader(JsonElement json, string source)
{
    private const long MostSize = int.MaxValue;
    private const long MostLayers = 10_000;

    private readonly HashSet<string> _read = [];

    /// <summary>The section of that name, or null where it is absent or null.</summary>
    public ConfigReader? Section(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } section => new ConfigReader(section, $"{source}, '{name}',"),
        _ => throw Wrong(name, "as an object"),
    };

    public bool Has(string name) => Find(name) is not null;

    /// <summary>True where the object has no entry with a value.</summary>
    public bool IsEmpty => !json.EnumerateObject().Any(entry => IsSet(entry.Value));

    /// <summary>A size or a count: at least 1.</summary>
    public long Size(string name) => OptionalSize(name) ?? throw Lacks(name);

    /// <inheritdoc cref="Size(string)"/>
    public long Size(string name, long absent) => OptionalSize(name) ?? absent;

    /// <inheritdoc cref="Size(string)"/>
    public long? OptionalSize(string name, long most = MostSize) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out long number) && number >= 1 && number <= most => number,
        _ => throw Wrong(name, $"as a whole number from 1 to {most}"),
    };

    /// <summary>How many blocks there are.</summary>
    public int Layers(string name) => (int)(OptionalSize(name, MostLayers) ?? throw Lacks(name));

    /// <summary>Refuses heads that do not divide a size.</summary>
    public int Heads(string name, long size, string sizeName)
    {
        int heads = (int)Size(name);
        return size % heads == 0 ? heads : throw Wrong(name, $"so that it divides '{sizeName}' ({size}), not as {heads}");
    }

    public double Real(string name, double absent) => OptionalReal(name) ?? absent;

    public double? OptionalReal(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when double.IsFinite(value.GetDouble()) => value.GetDouble(),
        _ => throw Wrong(name, "as a number"),
    };

    /// <summary>A number above zero.</summary>
    public double? OptionalPositive(string name) => OptionalReal(name) is { } value
        ? value > 0 ? value : throw Wrong(name, "as a number above 0")
        : null;

    /// <summary>A number above zero.</summary>
    public double Positive(string name, double absent) => OptionalPositive(name) ?? absent;

    public bool Flag(string name, bool absent) => Find(name) switch
    {
        null => absent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "as true or false"),
    };

    public string Text(string name) => OptionalText(name) ?? throw Lacks(name);

    public string Text(string name, string absent) => OptionalText(name) ?? absent;

    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong(name, "as text"),
    };

    /// <summary>The text of that name; null where it is absent or no text.</summary>
    public string? TryText(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A list of texts; null where it is absent.</summary>
    public IReadOnlyList<string>? Texts(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(entry => entry.GetString()!)],
        _ => throw Wrong(name, "as a list of texts"),
    };

    /// <summary>A whole number or a list of them; null where it is absent.</summary>
    public IReadOnlyList<int>? Numbers(string name)
    {
        if (Find(name) is not { } value)
            return null;
        JsonElement[] entries = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return Array.TrueForAll(entries, entry => entry.ValueKind == JsonValueKind.Number && entry.TryGetInt32(out _))
            ? [.. entries.Select(entry => entry.GetInt32())]
            : throw Wrong(name, "as whole numbers");
    }

    /// <summary>The names of the object's entries.</summary>
    public IEnumerable<string> Names => json.EnumerateObject().Select(entry => entry.Name).Distinct();

    /// <summary>Refuses a known setting of another value than the one that is computed with.</summary>
    public void Require(string name, double value)
    {
        if (OptionalReal(name) is { } given && Math.Abs(given - value) > 1e-9 * Math.Abs(value))
            throw Unsupported(FormattableString.Invariant($"{name} = {given} instead of {value}"));
    }

    /// <summary>
    /// Refuses what nobody read, is not known to be harmless and has a value: it could change the numbers. Null, false, empty
    /// texts, lists and objects ask for nothing.
    /// </summary>
    /// <exception cref="NotSupportedException">There is such a setting.</exception>
    public void RefuseUnread(params IEnumerable<string> harmless)
    {
        var known = harmless.ToHashSet();
        foreach (var entry in json.EnumerateObject())
        {
            if (IsSet(entry.Value) && !_read.Contains(entry.Name) && !known.Contains(entry.Name))
                throw Unsupported($"'{Short(entry.Name)}': {Short(entry.Value.GetRawText())}");
        }
    }

    /// <summary>The error of a setting that has no implementation here.</summary>
    public NotSupportedException Unsupported(string what) =>
        new($"{source} asks for {what}, which is not supported and could change the numbers; choose one without it.");

    public InvalidDataException Wrong(string name, string how) => new($"{source} must give '{name}' {how}; correct it.");

    public InvalidDataException Lacks(string name) => new($"{source} lacks '{name}', without which it is not complete; give it.");

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;

    public JsonElement? Find(string name)
    {
        _read.Add(name);
        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
