using System.Collections.Concurrent;

namespace Reverie.Environments.Registration;

/// <summary>Wrappers by name, with keywords as environments have them. It knows none by itself. Safe for use from several threads.</summary>
public sealed class WrapperRegistry
{
    private readonly ConcurrentDictionary<string, WrapperSpec> _specs = new(StringComparer.Ordinal);

    /// <summary>All specs, ordered by name.</summary>
    public IReadOnlyList<WrapperSpec> Specs => [.. _specs.Values.OrderBy(spec => spec.Name, StringComparer.Ordinal)];

    /// <summary>Registers a wrapper under a name.</summary>
    /// <typeparam name="T">The class: its constructor takes the environment first, then what keywords may say.</typeparam>
    /// <param name="name">The name, for example <c>time_limit</c>.</param>
    /// <exception cref="ArgumentException">The name is taken, or the class is no wrapper.</exception>
    public void Register<T>(string name) where T : IEnvironment, IWrapper => Register(name, typeof(T));

    /// <summary>Registers a wrapper under a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The class, or a generic definition such as <c>typeof(TimeLimit&lt;,&gt;)</c> for environments of any types.</param>
    /// <exception cref="ArgumentException">The name is taken, or the class is no wrapper.</exception>
    public void Register(string name, Type type)
    {
        if (!type.IsAssignableTo(typeof(IWrapper)) || GenericFit.Beneath(type).Length == 0)
            throw new ArgumentException($"{type.Name} is no wrapper: its constructor must take an Environment<TObservation, TAction> first.");
        if (!_specs.TryAdd(name, new WrapperSpec(name, type)))
            throw new ArgumentException($"The wrapper '{name}' is already registered, by {_specs[name].Origin.GetName().Name}: choose another name.");
    }

    /// <summary>What is registered under a name.</summary>
    /// <exception cref="ArgumentException">Nothing is; the message names the nearest, or all.</exception>
    public WrapperSpec Find(string name)
    {
        if (_specs.TryGetValue(name, out var spec))
            return spec;
        string hint = NearestName.Find(name, _specs.Keys) is { } nearest
            ? $"did you mean '{nearest}'?"
            : $"there are {string.Join(", ", Specs.Select(known => known.Name))}.";
        throw new ArgumentException($"There is no wrapper '{name}': {hint}");
    }

    /// <summary>Puts a wrapper before an environment, which it then owns.</summary>
    /// <param name="inner">The environment; it stays the caller's if the wrapper does not fit.</param>
    /// <param name="name">The wrapper's name.</param>
    /// <param name="keywords">Its arguments, for example <c>("agent_view_size", 5)</c>.</param>
    /// <exception cref="ArgumentException">There is no such wrapper, it does not fit there, or an argument is wrong.</exception>
    public IEnvironment Apply(IEnvironment inner, string name, params ReadOnlySpan<(string Name, object? Value)> keywords) => Find(name).Apply(inner, keywords);
}
