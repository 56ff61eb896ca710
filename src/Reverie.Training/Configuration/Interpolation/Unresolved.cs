using System.Globalization;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>Keeps what is saved in place of values from the environment right when values move.</summary>
internal static class Unresolved
{
    /// <summary>
    /// A copy of a container whose secrets refer to the originals: what is written there may be relative to where it stands. What no reference
    /// can name has to be given again.
    /// </summary>
    /// <param name="node">What stands at <paramref name="path"/>.</param>
    /// <param name="path">The keys of the original, from the root.</param>
    public static ConfigNode Repointed(ConfigNode node, string[] path)
    {
        switch (node)
        {
            case { Unresolved: not null }:
                bool canBeNamed = path.All(key => key.Length > 0 && !key.Any(TextParser.NotInKeys.Contains));
                return Renamed(node, canBeNamed ? $"${{{string.Join('.', path)}}}" : "???");
            case ConfigMap map:
                var copy = new ConfigMap(map.Origin);
                foreach (var (key, child) in map)
                    copy[key] = Repointed(child, [.. path, key]);
                return copy;
            case ConfigList list:
                return new ConfigList(
                    list.Origin, list.Items.Select((item, index) => Repointed(item, [.. path, index.ToString(CultureInfo.InvariantCulture)])));
            default:
                return node;
        }
    }

    /// <summary>A copy that is saved as something else.</summary>
    public static ConfigNode Renamed(ConfigNode node, string unresolved)
    {
        switch (node)
        {
            case ConfigScalar scalar:
                return new ConfigScalar(scalar.Text, scalar.Value, scalar.Origin) { Unresolved = unresolved };
            case ConfigList list:
                return new ConfigList(list.Origin, list.Items) { Unresolved = unresolved };
            default:
                var copy = new ConfigMap(node.Origin) { Unresolved = unresolved };
                copy.MergeFrom((ConfigMap)node);
                return copy;
        }
    }
}
