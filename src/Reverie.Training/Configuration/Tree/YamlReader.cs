using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Reads YAML text into the configuration tree, remembering the line of every value.</summary>
internal static class YamlReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">The file is not UTF-8, not YAML, or its root is not a mapping.</exception>
    public static ConfigMap ReadFile(string path, string name) => Read(StrictUtf8.ReadFile(path, name), name);

    /// <summary>Reads one document whose root is a mapping; an empty document is an empty mapping.</summary>
    /// <exception cref="ConfigException">The text is not YAML, or its root is not a mapping.</exception>
    public static ConfigMap Read(string text, string name)
    {
        try
        {
            var events = new Parser(new StringReader(text));
            events.Consume<StreamStart>();
            if (!events.TryConsume<DocumentStart>(out _))
                return new ConfigMap(ConfigOrigin.File(name, 1));
            var root = new YamlTreeBuilder(events, name).Read();
            events.Consume<DocumentEnd>();
            if (!events.Accept<StreamEnd>(out _))
                throw new ConfigException($"{name}: holds several YAML documents; keep one.");
            return root switch
            {
                ConfigMap map => map,
                ConfigScalar { IsNull: true } => new ConfigMap(ConfigOrigin.File(name, 1)),
                _ => throw new ConfigException($"{root.Origin}: the file must be a mapping of keys to values."),
            };
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
    }
}
