using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>
/// Lays the chosen files and the overrides over each other, as Hydra does: the defaults lists decide which files and in which
/// order, <c>override</c> lines and the command line change choices, dotted overrides come last.
/// </summary>
internal sealed class ConfigComposer
{
    private readonly ConfigRoots _roots;
    private readonly List<Override> _groupOverrides = [];
    private readonly List<Override> _valueOverrides = [];

    public ConfigComposer(ConfigRoots roots, IEnumerable<Override> overrides)
    {
        _roots = roots;
        foreach (var item in overrides)
        {
            item.RefuseSweep();
            bool isGroup = item.Key.Contains('/') || item.Package is not null || roots.IsGroup(item.Key);
            // A mapping is no choice: g={a:1} sets values below g.
            bool isChoice = isGroup && item.Value is not OverrideValue.Element { Node: ConfigMap };
            (isChoice ? _groupOverrides : _valueOverrides).Add(item);
            if (isChoice && !roots.IsGroup(item.Key))
                throw new ConfigException(item.Origin, $"there is no group '{item.Key}' in the configuration folder.");
        }
    }

    /// <summary>Choice per group (null for none).</summary>
    public IReadOnlyDictionary<string, string?> Choices { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Layers everything over <paramref name="bottom"/>, which is changed.</summary>
    /// <param name="bottom">What the options record declares.</param>
    /// <param name="isComplete">False where the record's keys are not in it yet, so that a deletion may name one of those.</param>
    public void ComposeOnto(ConfigMap bottom, bool isComplete = true)
    {
        foreach (var (package, content) in FindLayers())
            bottom.MergeAt(package, content);
        foreach (var item in _valueOverrides.Where(item => isComplete || item.Kind != OverrideKind.Delete || bottom.Find(item.Key) is not null))
            Apply(item, bottom);
    }

    /// <summary>Applies one dotted override.</summary>
    public static void Apply(Override item, ConfigMap tree)
    {
        item.RefuseSweep();
        if (item.Kind != OverrideKind.Delete)
        {
            RefuseToReplaceALeaf(item, tree);
            tree.MergeAt(item.Key, item.Node);
            return;
        }
        var old = tree.Find(item.Key)
            ?? throw new ConfigException(item.Origin, $"there is no key '{item.Key}' to delete{Hint(item.Key, tree)}.");
        if (item.Value is not null && !AreEqual(old, item.Node))
            throw new ConfigException(item.Origin, $"'{item.Key}' is {old.Describe()}, so it was not deleted; write '~{item.Key}' to delete any value.");
        tree.Remove(item.Key);
    }

    /// <summary><c>name.x=1</c> would make a mapping of a value; only <c>+name.x=1</c> says that this is meant.</summary>
    private static void RefuseToReplaceALeaf(Override item, ConfigMap tree)
    {
        string[] keys = ConfigPath.Split(item.Key);
        for (int length = 1; length < keys.Length && item.Kind == OverrideKind.Change; length++)
        {
            string path = string.Join('.', keys[..length]);
            if (tree.Find(path) is ConfigScalar { IsNull: false } leaf)
                throw new ConfigException(item.Origin, $"'{path}' is {leaf.Describe()}, so there is no '{item.Key}'.");
        }
    }

    private static bool AreEqual(ConfigNode a, ConfigNode b) => (a, b) switch
    {
        (ConfigScalar one, ConfigScalar other) => one.Text == other.Text || Equals(one.Value, other.Value),
        (ConfigList one, ConfigList other) => one.Items.Count == other.Items.Count && one.Items.Zip(other.Items).All(pair => AreEqual(pair.First, pair.Second)),
        (ConfigMap one, ConfigMap other) => one.Count == other.Count && one.All(pair => other[pair.Key] is { } value && AreEqual(pair.Value, value)),
        _ => false,
    };

    private static string Hint(string key, ConfigMap tree) =>
        NearestKey.Find(key, tree.LeafPaths()) is { } nearest ? $"; the nearest known key is '{nearest}'" : "";

    /// <summary>Walks the defaults lists, again where a choice refers to one that was not made yet.</summary>
    private List<(string Package, ConfigMap Content)> FindLayers()
    {
        IReadOnlyDictionary<string, string?> known = new Dictionary<string, string?>();
        for (int pass = 0; ; pass++)
        {
            var changes = new GroupChoices(_groupOverrides);
            var tree = new DefaultsTree(_roots, changes, known);
            var layers = tree.Walk();
            if (tree.Open is null)
            {
                changes.RequireAllUsed(tree.Choices.Keys);
                Choices = tree.Choices;
                return layers;
            }
            if (pass > 0 && tree.Choices.Count <= known.Count)
                throw tree.Open;
            known = tree.Choices;
        }
    }
}
