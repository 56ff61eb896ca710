using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>One line of a file's <c>defaults</c> list.</summary>
internal abstract record DefaultsEntry(ConfigOrigin Origin)
{
    private const string Shapes = "'name', 'group: choice', 'group: [choices]', 'optional group: choice' or 'override /group: choice'";

    /// <summary><c>_self_</c>: this file's own keys go here.</summary>
    public sealed record Self(ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- name[@package]</c>: a file, looked up from this file's folder or, with a leading slash, from the root.</summary>
    public sealed record Config(string Name, string? Package, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- [optional] group[@package]: choice</c>: the chosen file or files of a group, or nothing for null.</summary>
    public sealed record Group(string Name, string? Package, IReadOnlyList<string>? Choices, bool IsOptional, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary><c>- override group[@package]: choice</c>: changes a choice that is made elsewhere.</summary>
    public sealed record ChoiceOverride(string Name, string? Package, IReadOnlyList<string>? Choices, ConfigOrigin Origin) : DefaultsEntry(Origin);

    /// <summary>Reads the value of the <c>defaults</c> key; without an explicit <c>_self_</c> a file overrides its defaults.</summary>
    /// <exception cref="ConfigException">An entry has none of the known shapes.</exception>
    public static IReadOnlyList<DefaultsEntry> ParseList(ConfigNode? node, ConfigOrigin file)
    {
        if (node is null)
            return [new Self(file)];
        if (node is not ConfigList list)
            throw new ConfigException(node.Origin, "'defaults' must be a list such as '- tokenizer: default'.");
        List<DefaultsEntry> entries = [.. list.Items.Select(Parse)];
        if (entries.OfType<Self>().Skip(1).FirstOrDefault() is { } second)
            throw new ConfigException(second.Origin, "'_self_' stands twice in one defaults list; keep one.");
        if (!entries.OfType<Self>().Any())
            entries.Add(new Self(file));
        // What comes later is looked at first, so an override further up would change some of the list and not the rest.
        var above = entries.TakeWhile(entry => entry is not ChoiceOverride);
        if (entries.Except(above).FirstOrDefault(entry => entry is Config or Group) is { } late)
            throw new ConfigException(late.Origin, "an 'override' stands above this entry; the overrides of a defaults list go to its end.");
        return entries;
    }

    private static DefaultsEntry Parse(ConfigNode node)
    {
        if (node is ConfigScalar { IsNull: false, Text: { } name })
            return name == "_self_" ? new Self(node.Origin) : ParseConfig(name, node.Origin);
        if (node is not ConfigMap { Count: 1 } map)
            throw new ConfigException(node.Origin, $"an entry of 'defaults' must be {Shapes}.");
        var (key, value) = map.Single();
        string[] words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (group, package) = words.Length > 0 ? SplitPackage(words[^1], node.Origin) : ("", null);
        var choices = ParseChoices(value);
        return words switch
        {
            [_] => new Group(group, package, choices, IsOptional: false, node.Origin),
            ["optional", _] => new Group(group, package, choices, IsOptional: true, node.Origin),
            ["override", _] => new ChoiceOverride(group, package, choices, node.Origin),
            _ => throw new ConfigException(node.Origin, $"'{key}' may only start with 'override' or 'optional', and one of them."),
        };
    }

    private static Config ParseConfig(string text, ConfigOrigin origin)
    {
        if (text.Contains("${") || text.Contains(' ') || text.StartsWith("_self_", StringComparison.Ordinal))
            throw new ConfigException(origin, $"'{text}' is no name of a file; an entry of 'defaults' must be {Shapes}.");
        var (name, package) = SplitPackage(text, origin);
        return new Config(name, package, origin);
    }

    private static IReadOnlyList<string>? ParseChoices(ConfigNode value) => value switch
    {
        ConfigScalar { IsNull: true } => null,
        ConfigScalar { Text: { } choice } => [choice],
        ConfigList list when list.Items.All(item => item is ConfigScalar { IsNull: false }) => [.. list.Items.Select(item => ((ConfigScalar)item).Text!)],
        _ => throw new ConfigException(value.Origin, $"an entry of 'defaults' must be {Shapes}."),
    };

    private static (string Name, string? Package) SplitPackage(string word, ConfigOrigin origin)
    {
        string[] parts = word.Split('@', 2);
        if (parts is [_, var package] && package.Contains(':'))
            throw new ConfigException(origin, $"'{word}' moves a package from one place to another, which Hydra gave up; write 'group@package: choice'.");
        return (parts[0], parts.Length == 2 ? parts[1] : null);
    }
}
