using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>An environment's observation and one array more, as named parts.</summary>
internal sealed class PartAdder<TObservation> where TObservation : notnull
{
    private readonly NamedParts _parts;
    private readonly string[] _inner;
    private readonly bool _isLone;

    /// <param name="space">What the environment shows: parts, or one thing, which becomes a part named <c>image</c>, <c>text</c> or <c>state</c>.</param>
    /// <param name="name">The name of the array that is added.</param>
    /// <param name="array">That array, which is filled by whoever adds it.</param>
    /// <param name="added">Its space.</param>
    /// <exception cref="ArgumentException">The environment has a part of that name.</exception>
    public PartAdder(Space<TObservation> space, string name, NdArray<float> array, Box<float> added)
    {
        var parts = (space as IDictSpace)?.Spaces;
        _isLone = parts is null;
        _inner = parts is null ? [space is Box<byte> { Shape.Length: 3 } ? "image" : space is Space<string> ? "text" : "state"] : [.. parts.Keys];
        if (_inner.Contains(name))
            throw new ArgumentException($"The environment shows a part named '{name}' already: leave this wrapper out.");
        _parts = new([.. _inner, name]);
        _parts.Set(name, array);
        Space = new(sample => new NamedParts(sample), [.. _inner.Select(key => (key, parts?[key] ?? space)), (name, added)]);
    }

    public DictSpace<NamedParts> Space { get; }

    public NamedParts Add(TObservation observation)
    {
        foreach (string key in _inner)
            _parts.Set(key, _isLone ? observation : ((IDictObservation)observation)[key]);
        return _parts;
    }
}
