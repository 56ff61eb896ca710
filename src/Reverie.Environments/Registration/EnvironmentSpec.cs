using System.Reflection;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Registration;

/// <summary>A registered environment: its id, its class, and the arguments that make this variant of it.</summary>
public sealed class EnvironmentSpec
{
    private readonly Lazy<(Space Observations, Space Actions)> _spaces;

    internal EnvironmentSpec(string id, Type type, IReadOnlyDictionary<string, object?> keywords)
    {
        (Id, Type, Keywords) = (id, type, keywords);
        _spaces = new(() =>
        {
            using var environment = Make();
            return (environment.ObservationSpace, environment.ActionSpace);
        });
    }

    /// <summary>For example <c>MiniGrid-Empty-8x8-v0</c>.</summary>
    public string Id { get; }

    /// <summary>Its class.</summary>
    public Type Type { get; }

    /// <summary>The arguments of this variant.</summary>
    public IReadOnlyDictionary<string, object?> Keywords { get; }

    /// <summary>What kind of environment it is, for example <c>MiniGrid</c>.</summary>
    public string Family => EnvironmentFamilyAttribute.Of(Type);

    /// <summary>Where it comes from: Reverie itself or a plug-in.</summary>
    public Assembly Origin => Type.Assembly;

    /// <summary>What the agent may see; asking for it makes the environment once.</summary>
    public Space ObservationSpace => _spaces.Value.Observations;

    /// <summary>What the agent may do; asking for it makes the environment once.</summary>
    public Space ActionSpace => _spaces.Value.Actions;

    /// <summary>A new environment, with some arguments overridden.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or has the wrong type.</exception>
    public IEnvironment Make(params ReadOnlySpan<(string Name, object? Value)> overrides)
    {
        var keywords = new Dictionary<string, object?>(Keywords, StringComparer.Ordinal);
        foreach ((string name, object? value) in overrides)
            keywords[keywords.Keys.FirstOrDefault(known => KeywordBinder.SameName(known, name)) ?? name] = value;
        return (IEnvironment)KeywordBinder.Create(Type, keywords);
    }
}
