namespace Reverie.Training.Experiments;

/// <summary>Names that become folders of runs.</summary>
internal static class FolderName
{
    /// <summary>A sentence for each name that is none.</summary>
    internal static IEnumerable<string> Mistakes(IEnumerable<string> names) => names.Where(name => !Is(name))
        .Select(name => $"'{name}' names a folder; use letters, digits, '-', '_' and '.' only.");

    private static bool Is(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.".Contains(letter));
}
