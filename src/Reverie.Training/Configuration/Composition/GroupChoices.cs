using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>
/// The choices of groups that were changed, on the command line or by an <c>override</c> line of a file, and which of them found something to
/// change. The command line wins over files, and of two files the one that is composed later.
/// </summary>
internal sealed class GroupChoices
{
    private readonly Dictionary<string, Change> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Override Source, bool IsUsed)> _deletions = new(StringComparer.Ordinal);

    /// <exception cref="ConfigException">An override is no choice of a group.</exception>
    public GroupChoices(IEnumerable<Override> overrides)
    {
        foreach (var item in overrides)
        {
            string key = item.Package is null ? item.Key : $"{item.Key}@{(item.Package.Length == 0 ? "_global_" : item.Package)}";
            if (item.Kind == OverrideKind.Delete)
                _deletions[key] = (item, false);
            else if (item.Kind == OverrideKind.Change)
                _changes[key] = new Change(Choices(item), item.Origin, item);
            else if (item.Kind == OverrideKind.Force)
                throw new ConfigException(item.Origin, $"'++' is for values; write '{item.Key}=CHOICE' or '+{item.Key}=CHOICE' for a group.");
            else
                Added.Add(new($"/{item.Key}", item.Package is null ? null : $"_global_.{item.Package}", Choices(item), IsOptional: false, item.Origin));
        }
    }

    /// <summary>Groups that the command line adds, <c>+group=choice</c>.</summary>
    public List<DefaultsEntry.Group> Added { get; } = [];

    /// <summary>Notes the <c>override</c> line of a file, unless something that wins over it is known.</summary>
    public void Add(string key, DefaultsEntry.ChoiceOverride line) => _changes.TryAdd(key, new Change(line.Choices, line.Origin, Source: null));

    /// <summary>The entry as it was changed.</summary>
    public DefaultsEntry.Group Apply(string key, DefaultsEntry.Group entry)
    {
        if (!_changes.TryGetValue(key, out var change))
            return entry;
        _changes[key] = change with { IsUsed = true };
        return entry with { Choices = change.Choices, Origin = change.Origin };
    }

    /// <summary>True when <c>~group</c> takes the entry out.</summary>
    public bool IsDeleted(string key, DefaultsEntry.Group entry)
    {
        if (!_deletions.TryGetValue(key, out var deletion))
            return false;
        if (deletion.Source.Value is not null && !(entry.Choices ?? []).SequenceEqual(Choices(deletion.Source) ?? []))
        {
            string chosen = entry.Choices is null ? "null" : $"'{string.Join(", ", entry.Choices)}'";
            throw new ConfigException(deletion.Source.Origin, $"'{key}' is {chosen}, so it was not deleted; write '~{key}' to delete any choice.");
        }
        _deletions[key] = (deletion.Source, true);
        return true;
    }

    /// <exception cref="ConfigException">A change or deletion found nothing.</exception>
    public void RequireAllUsed(IReadOnlyCollection<string> known)
    {
        foreach (var (key, change) in _changes.Where(pair => !pair.Value.IsUsed))
        {
            string? nearest = known.FirstOrDefault(other => other.Split('@')[0] == key.Split('@')[0]) ?? NearestKey.Find(key, known);
            string near = nearest is null ? "" : $"; the nearest that one names is '{nearest}'";
            throw new ConfigException(change.Origin, change.Source is null
                ? $"'override /{key}' has nothing to override: no defaults list names that group above this line{near}."
                : $"no defaults list names the group '{key}'{near}; write '+{change.Source.Text}' to add it.");
        }
        foreach (var (key, deletion) in _deletions.Where(pair => !pair.Value.IsUsed))
            throw new ConfigException(deletion.Source.Origin, $"no defaults list names the group '{key}', so there is nothing to delete.");
    }

    private static IReadOnlyList<string>? Choices(Override item) => item.Node switch
    {
        ConfigScalar { IsNull: true } => null,
        ConfigScalar { Text: { Length: > 0 } choice } => [choice],
        ConfigList list when list.Items.All(choice => choice is ConfigScalar { IsNull: false }) =>
            [.. list.Items.Select(choice => ((ConfigScalar)choice).Text!)],
        _ => throw new ConfigException(item.Origin, $"'{item.Key}' is a group, so its value must be the name of a choice, or a list of names."),
    };

    private sealed record Change(IReadOnlyList<string>? Choices, ConfigOrigin Origin, Override? Source, bool IsUsed = false);
}
