namespace Reverie.Environments.Spaces;

/// <summary>An observation of named arrays of real numbers.</summary>
public sealed class NamedNumbers : IDictObservation
{
    private readonly string[] _keys;
    private readonly NdArray<double>[] _parts;

    /// <param name="parts">Names and arrays, in order.</param>
    public NamedNumbers(params ReadOnlySpan<(string Key, NdArray<double> Part)> parts)
    {
        (_keys, _parts) = (new string[parts.Length], new NdArray<double>[parts.Length]);
        for (int i = 0; i < parts.Length; i++)
            (_keys[i], _parts[i]) = parts[i];
    }

    public IReadOnlyList<string> Keys => _keys;

    object IDictObservation.this[string key] => this[key];

    /// <summary>An array by name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public NdArray<double> this[string key] => Array.IndexOf(_keys, key) is >= 0 and int at
        ? _parts[at]
        : throw new KeyNotFoundException($"There is no part '{key}': use {string.Join(", ", _keys)}.");

    /// <summary>How many numbers there are in all.</summary>
    public int Length
    {
        get
        {
            int length = 0;
            foreach (var part in _parts)
                length += part.Length;
            return length;
        }
    }

    /// <summary>A space of such observations, every number without bounds.</summary>
    /// <param name="parts">Names and shapes, in order.</param>
    public static DictSpace<NamedNumbers> Space(params ReadOnlySpan<(string Key, int[] Shape)> parts)
    {
        var spaces = new (string, Space)[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            spaces[i] = (parts[i].Key, new Box<double>(double.NegativeInfinity, double.PositiveInfinity, parts[i].Shape));
        return new(values => new([.. values.Select(part => (part.Key, (NdArray<double>)part.Value))]), spaces);
    }

    /// <summary>All numbers, one part after another.</summary>
    public void CopyTo(Span<double> all)
    {
        foreach (var part in _parts)
        {
            part.Span.CopyTo(all);
            all = all[part.Length..];
        }
    }

    /// <summary>Takes all numbers, one part after another.</summary>
    public void CopyFrom(ReadOnlySpan<double> all)
    {
        foreach (var part in _parts)
        {
            all[..part.Length].CopyTo(part.Span);
            all = all[part.Length..];
        }
    }

    /// <summary>An independent copy.</summary>
    public NamedNumbers Clone() => new([.. _keys.Zip(_parts, (key, part) => (key, part.Clone()))]);
}
