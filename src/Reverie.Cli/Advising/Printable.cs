using System.Text;

namespace Reverie.Cli.Advising;

/// <summary>What somebody else has written, made harmless for a terminal.</summary>
internal static class Printable
{
    /// <summary>The text without control characters but line breaks: none of it can move the cursor, rename the window or hide what follows.</summary>
    internal static string Of(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (char letter in text.ReplaceLineEndings("\n"))
        {
            if (letter == '\n' || !(char.IsControl(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.Format))
                output.Append(letter);
        }
        return output.ToString();
    }
}
