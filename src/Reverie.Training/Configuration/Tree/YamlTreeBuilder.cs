using System.Globalization;
using System.Numerics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reverie.Training.Configuration.Tree;

/// <summary>
/// Makes the tree of one YAML document out of the parser's events, which come one by one however deep the text is. Depth and size are bounded
/// here, before anything recurses into them or an alias multiplies them.
/// </summary>
internal sealed class YamlTreeBuilder(IParser events, string name)
{
    private const int MaxNodes = 100_000;
    private const string TagPrefix = "tag:yaml.org,2002:";
    private readonly Dictionary<AnchorName, (ConfigNode Node, int Count, int Depth)> _anchors = [];
    private int _count;
    private int _deepest;

    public ConfigNode Read() => Read(0);

    private ConfigNode Read(int depth)
    {
        var (origin, before, above) = (ConfigOrigin.File(name, events.Current!.Start.Line), _count, _deepest);
        if (depth > ConfigPath.MaxDepth)
            throw new ConfigException(origin, $"values are nested deeper than {ConfigPath.MaxDepth} levels.");
        Count(1, origin);
        if (events.TryConsume<AnchorAlias>(out var alias))
            return Follow(alias, depth, origin);
        // The parser takes some malformed keys for a mapping that ends where a value should stand.
        if (events.Current is not NodeEvent { Anchor: var anchor })
            throw new ConfigException(origin, "this is not valid YAML (a value is missing).");
        _deepest = depth;
        ConfigNode node = events.Current switch
        {
            Scalar scalar => ReadScalar(scalar, origin),
            SequenceStart start => ReadList(start, depth, origin),
            _ => ReadMap(events.Consume<MappingStart>(), depth, origin),
        };
        if (!anchor.IsEmpty)
            _anchors[anchor] = (node, _count - before, _deepest - depth);
        _deepest = Math.Max(_deepest, above);
        return node;
    }

    private void Count(int nodes, ConfigOrigin origin)
    {
        _count += nodes;
        if (_count > MaxNodes)
            throw new ConfigException(origin, $"with its aliases written out the file has more than {MaxNodes} values, which no configuration needs.");
    }

    private ConfigNode Follow(AnchorAlias alias, int depth, ConfigOrigin origin)
    {
        if (!_anchors.TryGetValue(alias.Value, out var target))
            throw new ConfigException(origin, $"the alias '*{alias.Value}' names nothing that ends above it; write '&{alias.Value}' before a value there.");
        if (depth + target.Depth > ConfigPath.MaxDepth)
            throw new ConfigException(origin, $"values are nested deeper than {ConfigPath.MaxDepth} levels.");
        Count(target.Count, origin);
        _deepest = Math.Max(_deepest, depth + target.Depth);
        return target.Node;
    }

    private ConfigScalar ReadScalar(Scalar scalar, ConfigOrigin origin)
    {
        events.MoveNext();
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
            return new ConfigScalar(scalar.Value, Tagged(scalar, origin), origin);
        if (scalar is { Style: ScalarStyle.Plain, Value: "<<" or "=" })
            throw new ConfigException(origin, $"'{scalar.Value}' means something of its own in YAML; write it in quotes.");
        return new ConfigScalar(scalar.Value, scalar.Style is not ScalarStyle.Plain, origin);
    }

    private static object? Tagged(Scalar scalar, ConfigOrigin origin)
    {
        object? plain = YamlScalar.Resolve(scalar.Value);
        object? value = TypeOf(scalar.Tag) switch
        {
            "str" => scalar.Value,
            "null" when plain is null => null,
            "bool" when plain is bool => plain,
            "int" when plain is long or BigInteger => plain,
            "float" when plain is double => plain,
            "float" when plain is long or BigInteger => double.Parse(scalar.Value.Replace("_", ""), CultureInfo.InvariantCulture),
            _ => scalar,
        };
        return value is Scalar ? throw new ConfigException(origin, $"the tag '{scalar.Tag}' does not fit '{scalar.Value}'; leave it out.") : value;
    }

    private ConfigList ReadList(SequenceStart start, int depth, ConfigOrigin origin)
    {
        Expect(start.Tag, "seq", origin);
        events.MoveNext();
        var items = new List<ConfigNode>();
        while (!events.TryConsume<SequenceEnd>(out _))
            items.Add(Read(depth + 1));
        return new ConfigList(origin, items);
    }

    private ConfigMap ReadMap(MappingStart start, int depth, ConfigOrigin origin)
    {
        Expect(start.Tag, "map", origin);
        var (map, merged) = (new ConfigMap(origin), new List<ConfigNode>());
        while (!events.TryConsume<MappingEnd>(out _))
        {
            var place = ConfigOrigin.File(name, events.Current!.Start.Line);
            if (!events.TryConsume<Scalar>(out var key))
                throw new ConfigException(place, "keys must be plain words.");
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
                merged.Add(Read(depth + 1));
            else if (map[key.Value] is null)
                map[key.Value] = Read(depth + 1);
            else
                throw new ConfigException(place, $"the key '{key.Value}' stands twice in one mapping; keep one.");
        }
        return merged.Count == 0 ? map : Merge(map, merged);
    }

    /// <summary>Lays a map over those that its <c>&lt;&lt;</c> keys name, of which the first wins.</summary>
    private static ConfigMap Merge(ConfigMap map, IEnumerable<ConfigNode> merged)
    {
        var whole = new ConfigMap(map.Origin);
        foreach (var node in merged.SelectMany(node => node is ConfigList list ? list.Items : [node]).Reverse().Append(map))
        {
            if (node is not ConfigMap below)
                throw new ConfigException(node.Origin, "'<<' takes a mapping, or a list of mappings.");
            foreach (var (key, value) in below)
                whole[key] = value;
        }
        return whole;
    }

    private static void Expect(TagName tag, string type, ConfigOrigin origin)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && TypeOf(tag) != type)
            throw new ConfigException(origin, $"the tag '{tag}' is not understood; leave it out.");
    }

    private static string TypeOf(TagName tag) => tag.Value.StartsWith(TagPrefix, StringComparison.Ordinal) ? tag.Value[TagPrefix.Length..] : tag.Value;
}
