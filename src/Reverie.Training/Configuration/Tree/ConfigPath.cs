using System.Globalization;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Dotted paths into a configuration tree.</summary>
internal static class ConfigPath
{
    /// <summary>The most keys that a path may have, so that no tree is deeper than what recursion can walk.</summary>
    public const int MaxDepth = 64;

    public static string[] Split(string path) => path.Length == 0 ? [] : path.Split('.');

    /// <summary>The position that a key names in a list, or null.</summary>
    public static int? Index(string key) =>
        int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index) && index >= 0 ? index : null;
}
