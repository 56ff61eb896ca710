using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>Reads the overrides of the command line in Hydra's grammar: <c>[+|++|~]key[@package][=value]</c>.</summary>
internal static partial class OverrideParser
{
    public static Override Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
            throw new ConfigException($"Override '{text}' is not understood; write it as 'key.subkey=value', 'group=choice' or '~key'.");
        var (mark, key, hasValue) = (match.Groups["mark"].Value, match.Groups["key"].Value, match.Groups["value"].Success);
        if (!hasValue && mark != "~")
            throw new ConfigException($"Override '{text}' has no value; write '{key}=VALUE', or '~{key}' to delete the key.");
        string? package = match.Groups["package"] is { Success: true } group ? group.Value : null;
        var values = hasValue
            ? new OverrideValueParser(match.Groups["value"].Value, ConfigOrigin.Override(text)).ParseAlternatives()
            : [];
        return new Override(text, key, package, mark == "~", values);
    }

    // Keys known to the typed options need no '+', so '+' and '++' mean the same as no mark.
    [GeneratedRegex(@"^(?<mark>\+\+|\+|~)?(?<key>[A-Za-z_][\w\-]*(?:[./][\w\-]+)*)(?:@(?<package>[\w.]+))?(?:=(?<value>.*))?$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
