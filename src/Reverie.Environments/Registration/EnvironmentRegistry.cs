using System.Collections.Concurrent;
using Reverie.Environments.BabyAI.Levels;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Levels;

namespace Reverie.Environments.Registration;

/// <summary>Environments by id, as in Gymnasium. Safe for use from several threads.</summary>
public sealed class EnvironmentRegistry
{
    private readonly ConcurrentDictionary<string, EnvironmentSpec> _specs = new(StringComparer.Ordinal);

    /// <summary>The registry that holds all built-in environments; plug-ins add theirs.</summary>
    public static EnvironmentRegistry Default { get; } = CreateDefault();

    /// <summary>All specs, ordered by id.</summary>
    public IReadOnlyList<EnvironmentSpec> Specs => [.. _specs.Values.OrderBy(spec => spec.Id, StringComparer.Ordinal)];

    /// <summary>Registers an environment class under an id.</summary>
    /// <typeparam name="T">The class; arguments go to its constructor's parameters and to its public properties.</typeparam>
    /// <param name="id">The id, for example <c>My-Maze-v0</c>.</param>
    /// <param name="keywords">The arguments of this variant.</param>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public void Register<T>(string id, params ReadOnlySpan<(string Name, object? Value)> keywords) where T : IEnvironment
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in keywords)
            arguments.Add(name, value);
        if (!_specs.TryAdd(id, new EnvironmentSpec(id, typeof(T), arguments)))
            throw new ArgumentException($"The id '{id}' is already registered: choose another.", nameof(id));
    }

    /// <summary>What is registered under an id.</summary>
    /// <exception cref="ArgumentException">Nothing is; the message names the nearest id.</exception>
    public EnvironmentSpec Find(string id) => _specs.TryGetValue(id, out var spec)
        ? spec
        : throw new ArgumentException($"There is no environment '{id}': did you mean '{NearestName.Find(id, _specs.Keys)}'?", nameof(id));

    /// <summary>A new environment.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="overrides">Arguments that replace those of the registration, for example <c>("size", 6)</c>.</param>
    /// <exception cref="ArgumentException">The id or an argument is unknown, or an argument has the wrong type.</exception>
    public IEnvironment Make(string id, params ReadOnlySpan<(string Name, object? Value)> overrides) => Find(id).Make(overrides);

    /// <summary>A new grid environment.</summary>
    /// <inheritdoc cref="Make"/>
    public MiniGridEnv MakeGrid(string id, params ReadOnlySpan<(string Name, object? Value)> overrides) => Make(id, overrides) as MiniGridEnv
        ?? throw new ArgumentException($"'{id}' is not a grid environment: choose one of the MiniGrid or BabyAI ids.", nameof(id));

    private static EnvironmentRegistry CreateDefault()
    {
        var registry = new EnvironmentRegistry();
        MiniGridLevels.Register(registry);
        BabyAILevels.Register(registry);
        return registry;
    }
}
