using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reverie.Play.Lab;

/// <summary>Finds in a run's configuration, whatever its algorithm, the environment that it trains in.</summary>
internal static class EnvironmentName
{
    // IRIS; PPO, Dreamer; the founding project.
    private static readonly string[][] Places = [["env", "train", "id"], ["env", "id"], ["env_name"], ["env", "test", "id"]];

    internal static string? Find(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException)
        {
            return null;
        }
        return stream.Documents.Count == 0 ? null : Places.Select(place => At(stream.Documents[0].RootNode, place)).FirstOrDefault(name => name is not null);
    }

    private static string? At(YamlNode node, string[] place)
    {
        foreach (string key in place)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(key), out var child))
                return null;
            node = child;
        }
        return node is YamlScalarNode { Value: { Length: > 0 } value } && value is not ("null" or "~") ? value : null;
    }
}
