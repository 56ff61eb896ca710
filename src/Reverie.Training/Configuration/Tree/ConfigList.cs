namespace Reverie.Training.Configuration.Tree;

/// <summary>A list in the configuration tree. Lists are replaced as a whole, never merged; an override may replace one item.</summary>
public sealed class ConfigList(ConfigOrigin origin, IEnumerable<ConfigNode> items) : ConfigNode(origin)
{
    /// <summary>The items in order.</summary>
    public IReadOnlyList<ConfigNode> Items { get; } = [.. items];

    public override ConfigNode Clone() => new ConfigList(Origin, Items.Select(item => item.Clone())) { Unresolved = Unresolved };

    internal override string Describe() => "a list";
}
