using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>Writes values as they would be typed, so that each run of a sweep has a command line of its own.</summary>
internal static partial class ValueText
{
    public static OverrideValue.Element Element(ConfigNode node) => new(Of(node), node);

    public static string Of(ConfigNode node) => node switch
    {
        ConfigList list => $"[{string.Join(",", list.Items.Select(Of))}]",
        ConfigMap map => $"{{{string.Join(",", map.Select(pair => $"{Key(pair.Key)}:{Of(pair.Value)}"))}}}",
        ConfigScalar { Value: null } => "null",
        ConfigScalar { Value: bool flag } => flag ? "true" : "false",
        ConfigScalar { Value: string text } => Quote(text),
        _ => PythonText.Of(((ConfigScalar)node).Value),
    };

    private static string Key(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : Quote(key);

    // Backslashes count only before a quote: there each is doubled, and a quote that is not the last gets one more.
    private static string Quote(string text) => $"'{BeforeQuote().Replace(text, @"${backslashes}${backslashes}\'")}{TrailingBackslashes(text)}'";

    private static string TrailingBackslashes(string text) => text[text.TrimEnd('\\').Length..];

    [GeneratedRegex(@"(?<backslashes>\\*)'", RegexOptions.ExplicitCapture)]
    private static partial Regex BeforeQuote();
}
