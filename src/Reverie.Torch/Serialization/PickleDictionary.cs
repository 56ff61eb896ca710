namespace Reverie.Torch.Serialization;

/// <summary>
/// A Python dict or OrderedDict: keys in their original order, plus the attributes that were pickled with it
/// (a <c>state_dict</c> carries <c>_metadata</c>).
/// </summary>
/// <remarks>Keys are <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</remarks>
public sealed class PickleDictionary() : OrderedDictionary<object, object?>(PickleKeyComparer.Instance)
{
    private Dictionary<string, object?>? _attributes;

    /// <summary>Attributes of the Python object, by name.</summary>
    public Dictionary<string, object?> Attributes => _attributes ??= [];

    /// <summary>The attributes if there are any.</summary>
    internal IEnumerable<object?> AttributeValues => _attributes?.Values ?? Enumerable.Empty<object?>();

    /// <summary>The value under <paramref name="key"/>, which must be there and be a <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public T Get<T>(object key) => TryGetValue(key, out object? value) && value is T typed
        ? typed
        : throw new InvalidDataException($"The entry '{key}' is missing or is not the {typeof(T).Name} expected; check that this is the right kind of file.");
}
