using System.Text;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>
/// Replaces <c>${a.b}</c> (from the root), <c>${.a}</c>, <c>${..a}</c> (from the map that holds the value, its parent, ...) and
/// <c>${oc.env:NAME,default}</c> by what they refer to.
/// </summary>
internal sealed class Interpolator(ConfigMap root)
{
    private readonly HashSet<string> _inProgress = new(StringComparer.Ordinal);

    /// <summary>A copy of the tree without interpolations.</summary>
    public ConfigMap Resolve() => (ConfigMap)Resolve(root, "");

    private ConfigNode Resolve(ConfigNode node, string path)
    {
        switch (node)
        {
            case ConfigMap map:
                var copy = new ConfigMap(map.Origin);
                foreach (var (key, child) in map)
                    copy[key] = Resolve(child, ConfigMap.Join(path, key));
                return copy;
            case ConfigList list:
                return new ConfigList(list.Origin, list.Items.Select(item => Resolve(item, ConfigMap.Join(path, "[]"))));
            default:
                return node is ConfigScalar { Text: { } text } && text.Contains("${") ? ResolveText(text, node.Origin, path) : node;
        }
    }

    private ConfigNode ResolveText(string text, ConfigOrigin origin, string path)
    {
        if (!_inProgress.Add(path))
            throw new ConfigException(origin, $"the interpolation '{text}' of '{path}' refers to itself.");
        try
        {
            var whole = ReadReference(text, 0, origin);
            if (whole.Start == 0 && whole.End == text.Length)
                return WithOrigin(LookUp(whole.Reference, origin, path), origin);
            var result = new StringBuilder();
            int position = 0;
            while (ReadReference(text, position, origin) is { Start: >= 0 } found)
            {
                result.Append(text, position, found.Start - position);
                result.Append(LookUp(found.Reference, origin, path) is ConfigScalar scalar
                    ? scalar.ToString()
                    : throw new ConfigException(origin, $"'${{{found.Reference}}}' is not a plain value, so it cannot be part of a text."));
                position = found.End;
            }
            return new ConfigScalar(result.Append(text, position, text.Length - position).ToString(), quoted: true, origin);
        }
        finally
        {
            _inProgress.Remove(path);
        }
    }

    private static (int Start, int End, string Reference) ReadReference(string text, int from, ConfigOrigin origin)
    {
        int start = text.IndexOf("${", from, StringComparison.Ordinal);
        if (start < 0)
            return (-1, -1, "");
        int end = text.IndexOf('}', start);
        return end < 0
            ? throw new ConfigException(origin, $"the interpolation '{text[start..]}' lacks its closing '}}'.")
            : (start, end + 1, text[(start + 2)..end].Trim());
    }

    private ConfigNode LookUp(string reference, ConfigOrigin origin, string path)
    {
        if (reference.StartsWith("oc.env:", StringComparison.Ordinal))
            return LookUpEnvironment(reference["oc.env:".Length..], origin);
        if (reference.Contains(':'))
            throw new ConfigException(origin, $"'${{{reference}}}' uses an unknown resolver; only 'oc.env:NAME' exists.");
        string target = Absolute(reference, path, origin);
        ConfigNode? node = root;
        string at = "";
        foreach (string key in target.Split('.'))
        {
            at = ConfigMap.Join(at, key);
            node = (node as ConfigMap)?[key];
            // A reference may pass through another reference, so each step is resolved on the way.
            if (node is ConfigScalar { Text: { } text } && text.Contains("${"))
                node = ResolveText(text, node.Origin, at);
        }
        if (node is null)
        {
            string? nearest = NearestKey.Find(target, root.LeafPaths());
            throw new ConfigException(
                origin, $"'${{{reference}}}' refers to '{target}', which does not exist{(nearest is null ? "" : $"; the nearest known key is '{nearest}'")}.");
        }
        return node is ConfigScalar ? node : ResolveInside(node, target, origin);
    }

    private ConfigNode ResolveInside(ConfigNode node, string target, ConfigOrigin origin)
    {
        if (!_inProgress.Add(target + ".*"))
            throw new ConfigException(origin, $"the interpolation of '{target}' contains itself.");
        var resolved = Resolve(node, target);
        _inProgress.Remove(target + ".*");
        return resolved;
    }

    private static ConfigScalar LookUpEnvironment(string arguments, ConfigOrigin origin)
    {
        string[] parts = arguments.Split(',', 2, StringSplitOptions.TrimEntries);
        string? value = EnvironmentVariables.Find(parts[0]) ?? (parts.Length == 2 ? parts[1] : null);
        return value is null
            ? throw new ConfigException(
                origin, $"environment variable '{parts[0]}' is not set; set it, or write a default as '${{oc.env:{parts[0]},DEFAULT}}'.")
            : new ConfigScalar(value, quoted: false, origin);
    }

    private static string Absolute(string reference, string path, ConfigOrigin origin)
    {
        int dots = reference.Length - reference.TrimStart('.').Length;
        if (dots == 0)
            return reference;
        string[] keys = path.Split('.');
        return dots > keys.Length
            ? throw new ConfigException(origin, $"'${{{reference}}}' climbs above the root of the configuration.")
            : string.Join('.', keys[..^dots].Append(reference[dots..]));
    }

    // A value that came by reference is reported where the reference stands: that is the line to change.
    private static ConfigNode WithOrigin(ConfigNode node, ConfigOrigin origin) =>
        node is ConfigScalar scalar ? new ConfigScalar(scalar.Text, scalar.Quoted, origin) : node.Clone();
}
