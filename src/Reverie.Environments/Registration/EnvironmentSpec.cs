namespace Reverie.Environments.Registration;

/// <summary>A registered environment: its id, its class, and the arguments that make this variant of it.</summary>
public sealed record EnvironmentSpec(string Id, Type Type, IReadOnlyDictionary<string, object?> Keywords)
{
    /// <summary>The names of all arguments that may be overridden, in snake_case.</summary>
    public IReadOnlyList<string> KeywordNames => KeywordBinder.Names(Type);

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
