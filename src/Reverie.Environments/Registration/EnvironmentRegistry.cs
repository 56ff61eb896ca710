using System.Collections.Concurrent;

namespace Reverie.Environments.Registration;

/// <summary>Environments by id, as in Gymnasium. It knows none by itself. Safe for use from several threads.</summary>
public sealed class EnvironmentRegistry
{
    private readonly ConcurrentDictionary<string, EnvironmentSpec> _specs = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<IEnvironmentSource> _sources = [];

    /// <summary>All specs, ordered by id.</summary>
    public IReadOnlyList<EnvironmentSpec> Specs => [.. _specs.Values.OrderBy(spec => spec.Id, StringComparer.Ordinal)];

    /// <summary>Where environments come from that are not registered one by one.</summary>
    public IReadOnlyCollection<IEnvironmentSource> Sources => _sources;

    /// <summary>Receives what environments in processes of their own print, and what happens to them. Called on any thread.</summary>
    public Action<string> Log { get; set; } = Console.Error.WriteLine;

    /// <summary>Adds environments that are not registered one by one.</summary>
    public void Add(IEnvironmentSource source) => _sources.Enqueue(source);

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
        var spec = new EnvironmentSpec(id, typeof(T), arguments);
        if (!_specs.TryAdd(id, spec))
            throw new ArgumentException($"The id '{id}' is already registered, by {_specs[id].Origin.GetName().Name}: choose another.");
    }

    /// <summary>What is registered under an id.</summary>
    /// <exception cref="ArgumentException">Nothing is; the message names the nearest id, if there is one.</exception>
    public EnvironmentSpec Find(string id) => _specs.TryGetValue(id, out var spec) ? spec : throw Unknown(id);

    /// <summary>A new environment.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="overrides">Arguments that replace those of the registration, for example <c>("size", 6)</c>.</param>
    /// <exception cref="ArgumentException">The id or an argument is unknown, or an argument has the wrong type.</exception>
    public IEnvironment Make(string id, params ReadOnlySpan<(string Name, object? Value)> overrides) => Make(id, new WorkerOptions(), overrides);

    /// <inheritdoc cref="Make(string, ReadOnlySpan{ValueTuple{string, object?}})"/>
    /// <param name="id">Its id.</param>
    /// <param name="options">How its process is started, if it runs in one of its own.</param>
    /// <param name="overrides">Arguments.</param>
    public IEnvironment Make(string id, WorkerOptions options, params ReadOnlySpan<(string Name, object? Value)> overrides)
    {
        if (SourceOf(id) is not { } source)
            return Find(id).Make(overrides);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in overrides)
            arguments[name] = value;
        try
        {
            return source.Make(id, arguments, options, Log);
        }
        catch (EnvironmentUnavailableException e) when (!source.Owns(id))
        {
            throw new ArgumentException($"There is no environment '{id}' in Reverie itself. {e.Message}", e);
        }
    }

    /// <summary>Which source makes the environment of an id; null where it is registered, or where it is more likely to be a registered one misspelt.</summary>
    public IEnvironmentSource? SourceOf(string id)
    {
        if (_specs.ContainsKey(id))
            return null;
        return _sources.FirstOrDefault(source => source.Owns(id))
            ?? (NearestName.Find(id, _specs.Keys) is null ? _sources.FirstOrDefault(source => source.MayHave(id)) : null);
    }

    private ArgumentException Unknown(string id)
    {
        if (NearestName.Find(id, _specs.Keys) is { } nearest)
            return new ArgumentException($"There is no environment '{id}': did you mean '{nearest}'?");
        string[] families = [.. _specs.Values.Select(spec => spec.Family).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string known = families.Length == 0 ? "none is registered" : $"{_specs.Count} are registered, of {string.Join(", ", families)}";
        return new ArgumentException($"There is no environment '{id}': {known}; others come with plug-ins.");
    }
}
