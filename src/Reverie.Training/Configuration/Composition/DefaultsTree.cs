using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>
/// The files that a configuration is made of, in order, found by walking the defaults lists as Hydra does: each list from its end to its
/// beginning, so that what comes later has changed the choices before they are made.
/// </summary>
internal sealed partial class DefaultsTree(ConfigRoots roots, GroupChoices changes, IReadOnlyDictionary<string, string?> known)
{
    private const int MaxDepth = 32;
    private const int MaxFiles = 1_000;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>Choice per group (null for none).</summary>
    public Dictionary<string, string?> Choices { get; } = new(StringComparer.Ordinal);

    /// <summary>A choice that refers to a group which this walk had not met yet, as the mistake that it is if nothing more can be learnt; or null.</summary>
    public ConfigException? Open { get; private set; }

    /// <summary>The layers of the primary file and of all that it names.</summary>
    public List<(string Package, ConfigMap Content)> Walk()
    {
        var origin = ConfigOrigin.File("command line", 1);
        return Visit("config", new Slot("", ""), usesHeader: true, origin, changes.Added, isReferred: false, depth: 0);
    }

    private List<(string Package, ConfigMap Content)> Visit(
        string name, Slot slot, bool usesHeader, ConfigOrigin askedBy, IEnumerable<DefaultsEntry> added, bool isReferred, int depth)
    {
        if (depth > MaxDepth)
            throw new ConfigException(askedBy, $"the defaults lists include each other in a circle at '{name}'.");
        if (++_files > MaxFiles)
            throw new ConfigException(askedBy, $"the defaults lists name more than {MaxFiles} files.");
        var file = roots.Load(name, askedBy);
        if (usesHeader && file.Package is not null)
            slot = slot with { Package = Slot.OfHeader(file.Package) };
        var entries = file.Defaults.Concat(added).ToArray();
        foreach (var line in entries.OfType<DefaultsEntry.ChoiceOverride>())
        {
            if (isReferred)
                throw new ConfigException(line.Origin, "a file that is chosen by a reference to other groups cannot override choices.");
            changes.Add(Slot.Of(slot.Group, slot.Package, line.Name, line.Package).Key, line);
        }
        var layers = new List<List<(string, ConfigMap)>>();
        foreach (var entry in entries.Reverse())
            layers.Add(Expand(entry, file, slot, isReferred, depth));
        return [.. Enumerable.Reverse(layers).SelectMany(layer => layer)];
    }

    private List<(string Package, ConfigMap Content)> Expand(DefaultsEntry entry, ConfigFile file, Slot slot, bool isReferred, int depth)
    {
        switch (entry)
        {
            case DefaultsEntry.Self:
                return [(slot.Package, file.Content)];
            case DefaultsEntry.Config config:
                int slash = config.Name.LastIndexOf('/');
                var inside = Slot.Of(slot.Group, slot.Package, slash < 0 ? "" : config.Name[..Math.Max(slash, 1)], config.Package);
                return Visit(Under(inside.Group, config.Name[(slash + 1)..]), inside, config.Package is null, config.Origin, [], isReferred, depth + 1);
            case DefaultsEntry.Group group:
                return ExpandGroup(group, slot, isReferred, depth);
            default:
                return [];
        }
    }

    private List<(string Package, ConfigMap Content)> ExpandGroup(DefaultsEntry.Group written, Slot parent, bool isReferred, int depth)
    {
        var slot = Slot.Of(parent.Group, parent.Package, written.Name, written.Package);
        var entry = changes.Apply(slot.Key, written);
        if (!_asked.Add(slot.Key))
        {
            throw new ConfigException(
                entry.Origin, $"the group '{slot.Key}' stands twice in the defaults lists; change it with '{slot.Key}=CHOICE' or 'override /{slot.Key}'.");
        }
        if (changes.IsDeleted(slot.Key, entry))
            return [];
        bool refers = entry.Choices is [var only] && only.Contains("${");
        string[]? choices = entry.Choices?.Select(choice => Refer(choice, entry.Origin)).OfType<string>().ToArray();
        if (refers && choices is [])
            return [];
        Choices[slot.Key] = choices is null ? null : string.Join(",", choices);
        return [.. (choices ?? []).SelectMany(choice => Chosen(choice, entry, slot, isReferred || refers, depth))];
    }

    private List<(string Package, ConfigMap Content)> Chosen(string choice, DefaultsEntry.Group entry, Slot slot, bool isReferred, int depth)
    {
        if (choice == "???")
        {
            throw new ConfigException(
                entry.Origin, $"group '{slot.Group}' needs a choice; add '{slot.Key}=CHOICE' ({string.Join(", ", roots.Choices(slot.Group))}).");
        }
        string name = Under(slot.Group, choice);
        return entry.IsOptional && !roots.Exists(name)
            ? []
            : Visit(name, slot, entry.Package is null, entry.Origin, [], isReferred, depth + 1);
    }

    /// <summary>A choice with <c>${group}</c> replaced by that group's choice; null while it is not known.</summary>
    private string? Refer(string choice, ConfigOrigin origin)
    {
        bool isOpen = false;
        string text = Reference().Replace(choice, match =>
        {
            string key = match.Groups["key"].Value.Trim();
            if (!Choices.TryGetValue(key, out string? chosen) && !known.TryGetValue(key, out chosen))
            {
                isOpen = true;
                return match.Value;
            }
            return chosen ?? throw new ConfigException(origin, $"'{choice}' refers to the group '{key}', which has no choice.");
        });
        if (!isOpen)
            return text;
        string groups = string.Join(", ", known.Keys.Order(StringComparer.Ordinal));
        Open = new ConfigException(origin, $"'{choice}' refers to a group that no defaults list names, or in a circle; there are {groups}.");
        return null;
    }

    private static string Under(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";

    [GeneratedRegex(@"\$\{(?<key>[^{}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
