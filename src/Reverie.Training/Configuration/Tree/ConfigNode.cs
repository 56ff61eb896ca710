namespace Reverie.Training.Configuration.Tree;

/// <summary>A node of the configuration tree: a <see cref="ConfigMap"/>, a <see cref="ConfigList"/> or a <see cref="ConfigScalar"/>.</summary>
public abstract class ConfigNode(ConfigOrigin origin)
{
    /// <summary>Where the value was written.</summary>
    public ConfigOrigin Origin { get; } = origin;

    /// <summary>A deep copy; scalars are immutable and shared.</summary>
    public abstract ConfigNode Clone();

    /// <summary>What kind of value this is, for messages: "a mapping", "a list" or the text itself.</summary>
    internal abstract string Describe();
}
