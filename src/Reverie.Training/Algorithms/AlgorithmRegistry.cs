using Reverie.Training.Configuration;

namespace Reverie.Training.Algorithms;

/// <summary>Algorithms by name. It knows none by itself; whoever composes the program registers them.</summary>
public sealed class AlgorithmRegistry
{
    private readonly SortedDictionary<string, IAlgorithm> _algorithms = new(StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyCollection<IAlgorithm> All => _algorithms.Values;

    /// <summary>Adds an algorithm.</summary>
    /// <exception cref="ConfigException">The name is taken by another one.</exception>
    public void Register(IAlgorithm algorithm)
    {
        if (!_algorithms.TryAdd(algorithm.Name, algorithm) && _algorithms[algorithm.Name].GetType() != algorithm.GetType())
        {
            throw new ConfigException(
                $"There is an algorithm '{algorithm.Name}' already, from {_algorithms[algorithm.Name].GetType().Assembly.GetName().Name}; " +
                $"give that of {algorithm.GetType().Assembly.GetName().Name} another name.");
        }
    }

    /// <summary>The algorithm of a name.</summary>
    /// <exception cref="ConfigException">There is none; the message names the nearest.</exception>
    public IAlgorithm Find(string name)
    {
        if (_algorithms.TryGetValue(name, out var algorithm))
            return algorithm;
        string hint = NearestKey.Find(name, _algorithms.Keys) is { } nearest ? $"did you mean '{nearest}'? " : "";
        throw new ConfigException(
            $"There is no algorithm '{name}' (algo.name); {hint}`reverie algorithms` lists those that there are ({string.Join(", ", _algorithms.Keys)}), " +
            "and --plugin adds one of your own.");
    }
}
