using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>One line of a file's <c>defaults</c> list.</summary>
internal abstract record DefaultsEntry(ConfigOrigin Origin)
{
    /// <summary><c>_self_</c>: this file's own keys go here.</summary>
    public sealed record Self(ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- name</c>: another file of the same folder, laid under the same package.</summary>
    public sealed record Sibling(string Name, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- [optional] group[@package]: choice</c>: the chosen file of a group, or nothing for null.</summary>
    public sealed record Group(string Name, string? Package, string? Choice, bool IsOptional, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- override /group[@package]: choice</c>: changes a choice that is made elsewhere.</summary>
    public sealed record ChoiceOverride(string Name, string? Package, string? Choice, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary>Reads the value of the <c>defaults</c> key; without an explicit <c>_self_</c> a file overrides its defaults.</summary>
    public static IReadOnlyList<DefaultsEntry> ParseList(ConfigNode? node, ConfigOrigin file)
    {
        if (node is null)
            return [new Self(file)];
        if (node is not ConfigList list)
            throw new ConfigException(node.Origin, "'defaults' must be a list such as '- tokenizer: default'.");
        List<DefaultsEntry> entries = [.. list.Items.Select(Parse)];
        if (!entries.OfType<Self>().Any())
            entries.Add(new Self(file));
        return entries;
    }

    private static DefaultsEntry Parse(ConfigNode node)
    {
        if (node is ConfigScalar { Text: { } name })
            return name == "_self_" ? new Self(node.Origin) : new Sibling(name, node.Origin);
        if (node is not ConfigMap { Count: 1 } map || map.Single() is not { Value: ConfigScalar choice } pair)
            throw new ConfigException(node.Origin, "an entry of 'defaults' must be 'name', 'group: choice' or 'override /group: choice'.");
        string[] words = pair.Key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] parts = words[^1].Split('@', 2);
        string? package = parts.Length == 2 ? parts[1] : null;
        return words[..^1] switch
        {
            [] => new Group(parts[0], package, choice.Text, IsOptional: false, node.Origin),
            ["optional"] => new Group(parts[0], package, choice.Text, IsOptional: true, node.Origin),
            ["override"] => new ChoiceOverride(parts[0].TrimStart('/'), package, choice.Text, node.Origin),
            _ => throw new ConfigException(node.Origin, $"'{pair.Key}' may only start with 'override' or 'optional'."),
        };
    }
}
