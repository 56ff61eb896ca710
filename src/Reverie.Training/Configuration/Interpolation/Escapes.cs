using System.Text.RegularExpressions;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>Writes texts so that reading them for interpolations gives the same texts again.</summary>
internal static partial class Escapes
{
    /// <summary>Puts a backslash before every <c>${</c>, and doubles those that stand there already.</summary>
    public static string Escape(string text) => text.Contains("${") ? Reference().Replace(text, @"${backslashes}${backslashes}\$${") : text;

    [GeneratedRegex(@"(?<backslashes>\\*)\$\{", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
