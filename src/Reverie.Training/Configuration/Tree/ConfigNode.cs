namespace Reverie.Training.Configuration.Tree;

/// <summary>A node of the configuration tree: a <see cref="ConfigMap"/>, a <see cref="ConfigList"/> or a <see cref="ConfigScalar"/>.</summary>
public abstract class ConfigNode(ConfigOrigin origin)
{
    /// <summary>Where the value was written.</summary>
    public ConfigOrigin Origin { get; } = origin;

    /// <summary>
    /// What was written where the value came from the environment, such as <c>${oc.env:TOKEN}</c>; else null. It is shown and saved instead
    /// of the value, which may be a secret.
    /// </summary>
    internal string? Unresolved { get; init; }

    /// <summary>A deep copy; scalars are immutable and shared.</summary>
    public abstract ConfigNode Clone();

    /// <summary>What kind of value this is, for messages: "a mapping", "a list" or the text itself.</summary>
    internal abstract string Describe();
}
