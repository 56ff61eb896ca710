using Reverie.Environments.Conformance;

namespace Reverie.Environments.Tests;

/// <summary>The recorded behaviour of the original, under tests/golden/minigrid.</summary>
internal static class Golden
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static IEnumerable<string> Lines(string name) => JsonLines.Read(PathOf(name));

    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "golden", "minigrid");
            if (Directory.Exists(candidate))
                return candidate;
        }
        throw new DirectoryNotFoundException("tests/golden/minigrid was not found above the test program: run the tests inside the repository.");
    }
}
