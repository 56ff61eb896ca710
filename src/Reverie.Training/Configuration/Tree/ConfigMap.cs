using System.Collections;

namespace Reverie.Training.Configuration.Tree;

/// <summary>A mapping in the configuration tree, in the order in which keys were written.</summary>
public sealed class ConfigMap(ConfigOrigin origin) : ConfigNode(origin), IReadOnlyCollection<KeyValuePair<string, ConfigNode>>
{
    private readonly OrderedDictionary<string, ConfigNode> _children = new(StringComparer.Ordinal);

    public int Count => _children.Count;

    /// <summary>The child under one key (not a dotted path), or null.</summary>
    public ConfigNode? this[string key]
    {
        get => _children.GetValueOrDefault(key);
        internal set => _children[key] = value!;
    }

    /// <summary>The node at a dotted path such as <c>training.tokenizer.batch_num_samples</c>, or null. The empty path is this map.</summary>
    public ConfigNode? Find(string path)
    {
        ConfigNode? node = this;
        foreach (string key in SplitPath(path))
            node = (node as ConfigMap)?[key];
        return node;
    }

    /// <summary>The text of the leaf at a dotted path, or null where it is absent, null or no leaf.</summary>
    public string? FindText(string path) => (Find(path) as ConfigScalar)?.Text;

    /// <summary>The texts of a list at a dotted path, or of a single leaf; empty where there is neither.</summary>
    public IReadOnlyList<string> FindTexts(string path) => Find(path) switch
    {
        ConfigList list => [.. list.Items.OfType<ConfigScalar>().Select(item => item.Text).OfType<string>()],
        ConfigScalar { Text: { } text } => [text],
        _ => [],
    };

    /// <summary>Dotted paths of all leaves (scalars, lists and empty maps).</summary>
    public IEnumerable<string> LeafPaths() => _children.SelectMany(child => child.Value is ConfigMap { Count: > 0 } map
        ? map.LeafPaths().Select(path => $"{child.Key}.{path}")
        : [child.Key]);

    public override ConfigNode Clone()
    {
        var copy = new ConfigMap(Origin);
        foreach (var (key, child) in _children)
            copy[key] = child.Clone();
        return copy;
    }

    public IEnumerator<KeyValuePair<string, ConfigNode>> GetEnumerator() => _children.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lays another map over this one: maps merge key by key, everything else is replaced.</summary>
    internal void MergeFrom(ConfigMap other)
    {
        foreach (var (key, value) in other)
        {
            if (value is ConfigMap over && _children.GetValueOrDefault(key) is ConfigMap under)
                under.MergeFrom(over);
            else
                _children[key] = value.Clone();
        }
    }

    /// <summary>Lays a value over whatever is at a dotted path; missing maps on the way are made.</summary>
    internal void MergeAt(string path, ConfigNode value)
    {
        var layer = value;
        foreach (string key in SplitPath(path).Reverse())
            layer = new ConfigMap(value.Origin) { [key] = layer };
        MergeFrom((ConfigMap)layer);
    }

    internal bool Remove(string path)
    {
        int dot = path.LastIndexOf('.');
        return Find(dot < 0 ? "" : path[..dot]) is ConfigMap parent && parent._children.Remove(path[(dot + 1)..]);
    }

    internal static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    internal override string Describe() => "a mapping";

    private static string[] SplitPath(string path) => path.Length == 0 ? [] : path.Split('.');
}
