using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>
/// Lays the chosen files and the overrides over each other, as Hydra does: the defaults lists decide which files and in which
/// order, <c>override /group</c> lines and the command line change choices, dotted overrides come last.
/// </summary>
internal sealed class ConfigComposer
{
    private const int MaxDepth = 32;
    private const int MaxPasses = 10;
    private readonly ConfigRoots _roots;
    private readonly List<Override> _groupOverrides = [];
    private readonly List<Override> _valueOverrides = [];
    private readonly Dictionary<string, string?> _commandChoices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigOrigin> _choiceOrigins = new(StringComparer.Ordinal);
    private Dictionary<string, DefaultsEntry.ChoiceOverride> _fileChoices = new(StringComparer.Ordinal);

    public ConfigComposer(ConfigRoots roots, IEnumerable<Override> overrides)
    {
        _roots = roots;
        foreach (var item in overrides)
        {
            if (item.Key.Contains('/') || roots.IsGroup(item.Key))
                AddGroupChoice(item);
            else
                _valueOverrides.Add(item);
        }
    }

    /// <summary>Choice per group (null for none), in the order of composition.</summary>
    public OrderedDictionary<string, string?> Choices { get; } = new(StringComparer.Ordinal);

    /// <summary>Layers everything over <paramref name="bottom"/>, which is changed.</summary>
    /// <param name="bottom">What the options record declares.</param>
    /// <param name="isComplete">False where the record's keys are not in it yet, so that a deletion may name one of those.</param>
    public void ComposeOnto(ConfigMap bottom, bool isComplete = true)
    {
        foreach (var (package, content) in SettleLayers())
            bottom.MergeAt(package, content);
        foreach (var item in _valueOverrides.Where(item => isComplete || !item.IsDeletion || bottom.Find(item.Key) is not null))
            Apply(item, bottom);
    }

    /// <summary>Applies one dotted override.</summary>
    public static void Apply(Override item, ConfigMap tree)
    {
        RefuseSweep(item);
        if (!item.IsDeletion)
        {
            tree.MergeAt(item.Key, item.Value);
            return;
        }
        var old = tree.Find(item.Key)
            ?? throw new ConfigException(item.Origin, $"there is no key '{item.Key}' to delete{Hint(item.Key, tree)}.");
        if (item.Values.Count == 1 && (old as ConfigScalar)?.Text != (item.Value as ConfigScalar)?.Text)
            throw new ConfigException(item.Origin, $"'{item.Key}' is {old.Describe()}, so it was not deleted; write '~{item.Key}' to delete any value.");
        tree.Remove(item.Key);
    }

    private static void RefuseSweep(Override item)
    {
        if (item.IsSweep)
            throw new ConfigException(item.Origin, $"several values need -m to sweep over them, or brackets for a list: '{item.Key}=[...]'.");
    }

    private static string Hint(string key, ConfigMap tree) =>
        NearestKey.Find(key, tree.LeafPaths()) is { } nearest ? $"; the nearest known key is '{nearest}'" : "";

    private void AddGroupChoice(Override item)
    {
        RefuseSweep(item);
        if (!item.IsDeletion && item.Value is not ConfigScalar)
            throw new ConfigException(item.Origin, $"'{item.Key}' is a group, so its value must be one of: {string.Join(", ", _roots.Choices(item.Key))}.");
        if (!_roots.IsGroup(item.Key))
            throw new ConfigException(item.Origin, $"there is no group '{item.Key}' in the configuration folder.");
        string slot = Slot(item.Key, item.Package);
        _commandChoices[slot] = item.IsDeletion ? null : ((ConfigScalar)item.Value).Text;
        _choiceOrigins[slot] = item.Origin;
        _groupOverrides.Add(item);
    }

    /// <summary>Walks the defaults lists until the 'override' lines found agree with the choices they lead to.</summary>
    private List<(string Package, ConfigMap Content)> SettleLayers()
    {
        for (int pass = 0; pass < MaxPasses; pass++)
        {
            var walk = new Walk(this);
            Choices.Clear();
            walk.Visit("config", "", "", ConfigOrigin.File("command line", 1), 0);
            foreach (var item in _groupOverrides)
                walk.VisitUnlisted(item);
            if (SameChoices(walk.FileChoices, _fileChoices))
            {
                foreach (var (slot, entry) in _fileChoices)
                {
                    if (!Choices.ContainsKey(slot))
                        throw new ConfigException(entry.Origin, $"'override /{slot}' has nothing to override: no defaults list names that group.");
                }
                return walk.Layers;
            }
            _fileChoices = walk.FileChoices;
        }
        throw new ConfigException("The 'override' lines of the defaults lists contradict each other; remove one of them.");
    }

    private static bool SameChoices(
        Dictionary<string, DefaultsEntry.ChoiceOverride> a, Dictionary<string, DefaultsEntry.ChoiceOverride> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && other.Choice == pair.Value.Choice);

    private static string Slot(string group, string? package) => package is null ? group : $"{group}@{package}";

    private sealed class Walk(ConfigComposer composer)
    {
        public List<(string Package, ConfigMap Content)> Layers { get; } = [];

        public Dictionary<string, DefaultsEntry.ChoiceOverride> FileChoices { get; } = new(StringComparer.Ordinal);

        public void Visit(string name, string group, string package, ConfigOrigin askedBy, int depth)
        {
            if (depth > MaxDepth)
                throw new ConfigException(askedBy, $"the defaults lists include each other in a circle at '{name}'.");
            var file = composer._roots.Load(name, askedBy);
            package = file.Package switch
            {
                null => package,
                "_global_" => "",
                "_group_" => group.Replace('/', '.'),
                var explicitPackage => explicitPackage.Replace("_global_.", ""),
            };
            foreach (var entry in file.Defaults)
            {
                switch (entry)
                {
                    case DefaultsEntry.Self:
                        Layers.Add((package, file.Content));
                        break;
                    case DefaultsEntry.Sibling sibling:
                        Visit(Under(group, sibling.Name), group, package, sibling.Origin, depth + 1);
                        break;
                    case DefaultsEntry.ChoiceOverride change:
                        FileChoices[Slot(change.Name, change.Package)] = change;
                        break;
                    case DefaultsEntry.Group choice:
                        VisitGroup(choice, group, package, depth);
                        break;
                }
            }
        }

        /// <summary>A group chosen on the command line that no defaults list names comes last.</summary>
        public void VisitUnlisted(Override item)
        {
            string slot = Slot(item.Key, item.Package);
            if (composer.Choices.TryAdd(slot, composer._commandChoices[slot]) && composer._commandChoices[slot] is { } choice)
                Visit($"{item.Key}/{choice}", item.Key, item.Package ?? item.Key.Replace('/', '.'), item.Origin, 1);
        }

        private void VisitGroup(DefaultsEntry.Group entry, string parentGroup, string parentPackage, int depth)
        {
            string group = entry.Name.StartsWith('/') ? entry.Name[1..] : Under(parentGroup, entry.Name);
            string slot = Slot(group, entry.Package);
            string? choice = composer._commandChoices.TryGetValue(slot, out string? typed) ? typed
                : composer._fileChoices.TryGetValue(slot, out var changed) ? changed.Choice
                : entry.Choice;
            var origin = composer._choiceOrigins.GetValueOrDefault(slot) ?? composer._fileChoices.GetValueOrDefault(slot)?.Origin ?? entry.Origin;

            composer.Choices[slot] = choice;
            if (choice == "???")
            {
                throw new ConfigException(
                    origin, $"group '{group}' needs a choice; add '{group}=CHOICE' ({string.Join(", ", composer._roots.Choices(group))}).");
            }

            if (choice is null || (entry.IsOptional && !composer._roots.Exists($"{group}/{choice}")))
                return;
            string package = entry.Package switch
            {
                null => ConfigMap.Join(parentPackage, entry.Name.TrimStart('/').Replace('/', '.')),
                "_here_" => parentPackage,
                "_global_" => "",
                var name when name.StartsWith("_global_.") => name["_global_.".Length..],
                var name => ConfigMap.Join(parentPackage, name),
            };
            Visit($"{group}/{choice}", group, package, origin, depth + 1);
        }

        private static string Under(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";
    }
}
