using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Reads YAML text into the configuration tree, remembering the line of every value.</summary>
internal static class YamlReader
{
    private const int MaxDepth = 64;

    /// <summary>Reads one document whose root is a mapping; an empty document is an empty mapping.</summary>
    /// <exception cref="ConfigException">The text is not YAML, or its root is not a mapping.</exception>
    public static ConfigMap Read(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            string reason = (e.InnerException ?? e).Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new ConfigException($"{name}:{e.Start.Line}: this is not valid YAML ({reason}).", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            // The parser gives up like this on some kinds of nonsense, without saying where.
            throw new ConfigException($"{name}: this is not valid YAML; check brackets, quotes and indentation.", e);
        }
        if (stream.Documents.Count > 1)
            throw new ConfigException($"{name}: holds {stream.Documents.Count} YAML documents; keep one.");
        var root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        return root switch
        {
            null => new ConfigMap(ConfigOrigin.File(name, 1)),
            YamlScalarNode { Value: null or "" } => new ConfigMap(ConfigOrigin.File(name, 1)),
            YamlMappingNode map => (ConfigMap)Convert(map, name, 0),
            _ => throw new ConfigException($"{name}:{root.Start.Line}: the file must be a mapping of keys to values."),
        };
    }

    private static ConfigNode Convert(YamlNode node, string name, int depth)
    {
        var origin = ConfigOrigin.File(name, node.Start.Line);
        if (depth > MaxDepth)
            throw new ConfigException(origin, $"values are nested deeper than {MaxDepth} levels.");
        switch (node)
        {
            case YamlScalarNode scalar:
                return new ConfigScalar(scalar.Value, scalar.Style is not ScalarStyle.Plain, origin);
            case YamlSequenceNode sequence:
                return new ConfigList(origin, sequence.Select(item => Convert(item, name, depth + 1)));
            default:
                var map = new ConfigMap(origin);
                foreach (var (key, value) in (YamlMappingNode)node)
                {
                    if (key is not YamlScalarNode { Value: { } keyText })
                        throw new ConfigException(ConfigOrigin.File(name, key.Start.Line), "keys must be plain words.");
                    map[keyText] = Convert(value, name, depth + 1);
                }
                return map;
        }
    }
}
