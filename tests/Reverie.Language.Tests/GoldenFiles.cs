namespace Reverie.Language.Tests;

/// <summary>Finds the recorded data under <c>tests/golden</c>, wherever the tests were built to.</summary>
internal static class GoldenFiles
{
    private static readonly string Root = FindRoot();

    public static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Reverie.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must run inside the repository.");
        return Path.Combine(folder, "tests", "golden");
    }
}
