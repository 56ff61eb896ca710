using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Words;

/// <summary>What an unquoted word stands for on the command line and inside interpolations, by the grammar that Hydra and OmegaConf share.</summary>
internal static partial class Word
{
    /// <summary>Null, bool, long, BigInteger, double or the word itself.</summary>
    public static object? Resolve(string text) => text.ToLowerInvariant() switch
    {
        "null" => null,
        "true" => true,
        "false" => false,
        _ when Whole().IsMatch(text) && PythonNumber.ParseWhole(text) is { } whole => PythonNumber.Shrink(whole),
        _ when Real().IsMatch(text) && PythonNumber.ParseReal(text) is { } real => real,
        _ => text,
    };

    [GeneratedRegex(@"^[+-]?(0|[1-9](_?[0-9])*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(
        @"^[+-]?(((0|[1-9](_?[0-9])*)\.|(0|[1-9](_?[0-9])*)?\.[0-9](_?[0-9])*|(0|[1-9](_?[0-9])*))(e[+-]?[0-9](_?[0-9])*)?|inf|nan)\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Real();
}
