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
        // An item of a list may be written l[0], as in OmegaConf, or l.0, as in Hydra.
        string key = match.Groups["key"].Value.Replace("[", ".").Replace("]", "");
        var (mark, hasValue) = (match.Groups["mark"].Value, match.Groups["value"].Success);
        if (!hasValue && mark != "~")
            throw new ConfigException($"Override '{text}' has no value; write '{key}=VALUE', or '~{key}' to delete the key.");
        if (key.Count('.') >= ConfigPath.MaxDepth)
            throw new ConfigException(ConfigOrigin.Override(text), $"the key has more than {ConfigPath.MaxDepth} parts.");
        string? package = match.Groups["package"] is { Success: true } group ? group.Value : null;
        var value = hasValue ? ValueParser.Parse(match.Groups["value"].Value, ConfigOrigin.Override(text)) : null;
        return new Override(text, key, package, KindOf(mark), value);
    }

    private static OverrideKind KindOf(string mark) => mark switch
    {
        "+" => OverrideKind.Add,
        "++" => OverrideKind.Force,
        "~" => OverrideKind.Delete,
        _ => OverrideKind.Change,
    };

    [GeneratedRegex(
        @"^(?<mark>\+\+|\+|~)?(?<key>[A-Za-z_$][\w\-$]*((\.[\w\-$]+|\[\d+\])*|(/[\w\-]+)+))(@(?<package>[\w\-$.]*))?(=(?<value>.*))?\z",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
