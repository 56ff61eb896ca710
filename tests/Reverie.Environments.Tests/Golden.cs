using Reverie.Environments.Conformance;

namespace Reverie.Environments.Tests;

/// <summary>The recorded behaviour of the original, under tests/golden/minigrid.</summary>
internal static class Golden
{
    private static readonly string Root = Repository.Golden("minigrid");

    public static string PathOf(string name) => Path.Combine(Root, name);

    public static IEnumerable<string> Lines(string name) => JsonLines.Read(PathOf(name));

    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
