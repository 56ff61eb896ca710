namespace Reverie.Training.Experiments;

/// <summary>A word of a command line as a shell must have it.</summary>
internal static class ShellWord
{
    public static string Quote(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "=._/:,+-@%~".Contains(letter)) ? word : $"'{word}'";
}
