namespace Reverie.Environments.Spaces;

/// <summary>An observation of several parts, whatever they are.</summary>
public sealed class NamedParts : IDictObservation
{
    private readonly string[] _keys;
    private readonly Dictionary<string, object> _parts;

    internal NamedParts(IReadOnlyDictionary<string, object> parts)
    {
        _keys = [.. parts.Keys];
        _parts = new(parts, StringComparer.Ordinal);
    }

    internal NamedParts(IEnumerable<string> keys)
    {
        _keys = [.. keys];
        _parts = new(StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Keys => _keys;

    public object this[string key] => _parts[key];

    internal void Set(string key, object part) => _parts[key] = part;
}
