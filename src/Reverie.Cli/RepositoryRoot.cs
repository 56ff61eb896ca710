namespace Reverie.Cli;

/// <summary>The folder that holds configs/, native/ and tests/: the repository, or the place a published build was unpacked to.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder above the program (or the working directory) that has a configs folder.</summary>
    internal static string Path { get; } = Find();

    private static string Find()
    {
        foreach (string start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "configs", "config.yaml")))
                    return folder.FullName;
            }
        }
        return Environment.CurrentDirectory;
    }
}
