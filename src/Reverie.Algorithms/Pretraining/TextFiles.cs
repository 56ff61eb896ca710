using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Pretraining;

/// <summary>Text files as documents.</summary>
public static class TextFiles
{
    /// <summary>The files that patterns name, each once, in order.</summary>
    /// <param name="patterns">Files, folders (their *.txt) and names with * or ? in the last part.</param>
    /// <exception cref="ConfigException">A pattern matches nothing.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> patterns) => [.. patterns.SelectMany(Expand).Distinct(StringComparer.Ordinal)];

    /// <summary>The documents of a file; blank ones are left out.</summary>
    /// <param name="path">A text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.</param>
    /// <param name="separator">What stands between two documents.</param>
    /// <exception cref="InvalidDataException">The file is no such text; the message names file and offset.</exception>
    public static IEnumerable<string> Documents(string path, string separator) =>
        TextGuard.ReadText(path).Split(separator).Select(document => document.TrimStart('\r', '\n')).Where(document => !string.IsNullOrWhiteSpace(document));

    private static IEnumerable<string> Expand(string pattern)
    {
        if (Directory.Exists(pattern))
            pattern = Path.Combine(pattern, "*.txt");
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } parent ? parent : ".";
        string name = Path.GetFileName(pattern);
        string[] files = name.AsSpan().IndexOfAny('*', '?') < 0
            ? File.Exists(pattern) ? [pattern] : []
            : Directory.Exists(folder) ? [.. Directory.GetFiles(folder, name).Order(StringComparer.Ordinal)] : [];
        foreach (string file in files)
            UserFile.Require("data.files", file);
        return files.Length > 0 ? files.Select(Path.GetFullPath)
            : throw new ConfigException($"data.files: '{pattern}' is no file and matches none; check the path.");
    }
}
