using System.Text.RegularExpressions;

namespace Reverie.Language.Adapters;

/// <summary>Regular expressions as adapters write them, in Python's spelling. They come from strangers: none takes long.</summary>
internal static class PythonRegex
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>An expression that must fit between <paramref name="before"/> and <paramref name="after"/>.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Create(string before, string expression, string after)
    {
        string pattern = before + expression.Replace("(?P<", "(?<", StringComparison.Ordinal).Replace(@"\Z", @"\z", StringComparison.Ordinal) + after;
        pattern = Regex.Replace(pattern, @"\(\?P=(?<name>\w+)\)", @"\k<${name}>", RegexOptions.ExplicitCapture, Patience);
        try
        {
            // On its own first: "a)(b" is none although it would be one between the brackets.
            _ = new Regex(
                expression.Replace("(?P", "(?", StringComparison.Ordinal).Replace("(?=", "(?:", StringComparison.Ordinal),
                RegexOptions.CultureInvariant, Patience);
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"'{Short(expression)}' is no regular expression; correct it.", e);
        }
    }

    /// <exception cref="ArgumentException">The expression takes too long.</exception>
    public static bool Fits(Regex regex, string module)
    {
        try
        {
            return regex.IsMatch(module);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ArgumentException($"The regular expression '{Short(regex.ToString())}' takes too long on '{module}'; write it more simply.", e);
        }
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
