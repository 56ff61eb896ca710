using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>Observations of named parts, each part in its own space.</summary>
/// <typeparam name="T">The type that holds the parts.</typeparam>
public sealed class DictSpace<T> : Space<T>, IDictSpace where T : class, IDictObservation
{
    private readonly Func<IReadOnlyDictionary<string, object>, T> _assemble;
    private readonly Dictionary<string, Space> _spaces;

    /// <param name="assemble">Builds an observation from sampled parts.</param>
    /// <param name="spaces">The parts, in order.</param>
    public DictSpace(Func<IReadOnlyDictionary<string, object>, T> assemble, params ReadOnlySpan<(string Key, Space Space)> spaces)
    {
        _assemble = assemble;
        _spaces = new Dictionary<string, Space>(spaces.Length, StringComparer.Ordinal);
        foreach ((string key, var space) in spaces)
            _spaces.Add(key, space);
    }

    public IReadOnlyDictionary<string, Space> Spaces => _spaces;

    public Space this[string key] => _spaces[key];

    public override bool Contains(T value) =>
        value.Keys.Count == _spaces.Count && value.Keys.All(key => _spaces.TryGetValue(key, out var space) && space.Contains(value[key]));

    public override T Sample(Pcg64 random) =>
        _assemble(_spaces.ToDictionary(part => part.Key, part => part.Value.SampleObject(random), StringComparer.Ordinal));

    public override string ToString() => $"Dict({string.Join(", ", _spaces.Select(part => $"{part.Key}: {part.Value}"))})";
}
