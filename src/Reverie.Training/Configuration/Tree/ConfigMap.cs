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

    /// <summary>
    /// The node at a dotted path such as <c>training.tokenizer.batch_num_samples</c>, or null; <c>wandb.tags.0</c> is the first item of a list.
    /// The empty path is this map.
    /// </summary>
    public ConfigNode? Find(string path)
    {
        ConfigNode? node = this;
        foreach (string key in ConfigPath.Split(path))
        {
            node = node switch
            {
                ConfigMap map => map[key],
                ConfigList list when ConfigPath.Index(key) is { } index && index < list.Items.Count => list.Items[index],
                _ => null,
            };
        }
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
        var copy = new ConfigMap(Origin) { Unresolved = Unresolved };
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

    /// <summary>Lays a value over whatever is at a dotted path; missing maps on the way are made, an item of a list must exist.</summary>
    /// <exception cref="ConfigException">The path leads into a list beside its items.</exception>
    internal void MergeAt(string path, ConfigNode value)
    {
        string[] keys = ConfigPath.Split(path);
        if (keys.Length == 0)
            MergeFrom((ConfigMap)value);
        else
            _children[keys[0]] = Merge(_children.GetValueOrDefault(keys[0]), keys.AsSpan(1), value, keys[0]);
    }

    internal bool Remove(string path)
    {
        int dot = path.LastIndexOf('.');
        var (key, parent) = (path[(dot + 1)..], Find(dot < 0 ? "" : path[..dot]));
        if (parent is ConfigMap map)
            return map._children.Remove(key);
        if (parent is not ConfigList list || ConfigPath.Index(key) is not { } index || index >= list.Items.Count)
            return false;
        MergeAt(path[..dot], new ConfigList(list.Origin, list.Items.Where((_, position) => position != index)));
        return true;
    }

    internal static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    internal override string Describe() => "a mapping";

    private static ConfigNode Merge(ConfigNode? under, ReadOnlySpan<string> keys, ConfigNode value, string path)
    {
        if (keys.Length == 0)
        {
            if (under is not ConfigMap map || value is not ConfigMap over)
                return value.Clone();
            map.MergeFrom(over);
            return map;
        }
        string key = keys[0];
        if (under is ConfigList list)
        {
            if (ConfigPath.Index(key) is not { } index || index >= list.Items.Count)
                throw new ConfigException(value.Origin, $"'{path}' is a list of {list.Items.Count} items, numbered from 0; there is no '{path}.{key}'.");
            var item = Merge(list.Items[index].Clone(), keys[1..], value, $"{path}.{key}");
            return new ConfigList(list.Origin, list.Items.Select((old, position) => position == index ? item : old));
        }
        var parent = under as ConfigMap ?? new ConfigMap(value.Origin);
        parent._children[key] = Merge(parent._children.GetValueOrDefault(key), keys[1..], value, $"{path}.{key}");
        return parent;
    }
}
