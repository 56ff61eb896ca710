using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>One YAML file of the configuration folder: its own keys, its defaults list and its package.</summary>
/// <param name="Name">Path for messages.</param>
/// <param name="Package">From the header <c># @package NAME</c>, or null.</param>
/// <param name="Defaults">What is layered around its own keys.</param>
/// <param name="Content">Its own keys.</param>
internal sealed partial record ConfigFile(string Name, string? Package, IReadOnlyList<DefaultsEntry> Defaults, ConfigMap Content)
{
    public static ConfigFile Read(string path, string name)
    {
        string text = StrictUtf8.ReadFile(path, name);
        var content = YamlReader.Read(text, name);
        var defaults = DefaultsEntry.ParseList(content["defaults"], ConfigOrigin.File(name, 1));
        content.Remove("defaults");
        var header = Header().Match(text);
        string? package = header.Success ? header.Groups[1].Value : null;
        // Hydra gave these words up, and would take them for keys.
        if (package is not null && package.Split('.').Intersect(["_group_", "_name_"]).FirstOrDefault() is { } word)
        {
            throw new ConfigException(
                ConfigOrigin.File(name, 1), $"'{word}' means nothing in a package header; leave the header out for the group's own package, or name one.");
        }
        return new ConfigFile(name, package, defaults, content);
    }

    [GeneratedRegex(@"\A(?:\s*#[^\n]*\n)*?\s*#\s*@package\s+(\S+)")]
    private static partial Regex Header();
}
