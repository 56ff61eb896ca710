namespace Reverie.Training.Configuration;

/// <summary>
/// The folders in which configuration files are looked up, as Hydra does: a file is taken from the first folder that has it, and a group
/// offers the choices of all folders. The first folder is the product's own; those of <c>REVERIE_SEARCH_PATH</c> and of plug-ins follow.
/// </summary>
/// <param name="Folders">Folders that look like the product's <c>configs</c>: one sub-folder a group.</param>
public sealed record ConfigSearchPath(params IReadOnlyList<string> Folders)
{
    /// <summary>The environment variable with further folders: <c>file:///home/me/configs;../other</c>.</summary>
    public const string Variable = "REVERIE_SEARCH_PATH";

    private const string FileScheme = "file://";

    /// <summary>A search path of one folder.</summary>
    public static implicit operator ConfigSearchPath(string folder) => new(folder);

    /// <summary>A folder and those that <see cref="Variable"/> names, in the environment or in the file <c>.env</c> of the working directory.</summary>
    /// <exception cref="ConfigException">The variable names something that is no folder.</exception>
    public static ConfigSearchPath FromEnvironment(string folder) => new ConfigSearchPath(folder).Append(Parse(EnvironmentVariables.Find(Variable) ?? ""));

    /// <summary>This path with folders behind it, such as those of plug-ins.</summary>
    public ConfigSearchPath Append(params IEnumerable<string> folders) => new([.. Folders, .. folders]);

    /// <summary>The same sub-folder of each folder; all but the first may lack it.</summary>
    public ConfigSearchPath Under(string folder) =>
        new([Path.Combine(Folders[0], folder), .. Folders.Skip(1).Select(root => Path.Combine(root, folder)).Where(Directory.Exists)]);

    /// <summary>The folders in the text of <see cref="Variable"/>.</summary>
    internal static IReadOnlyList<string> Parse(string text)
    {
        var folders = new List<string>();
        foreach (string entry in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string folder = entry.StartsWith(FileScheme, StringComparison.Ordinal) ? entry[FileScheme.Length..] : entry;
            if (folder.Contains("://"))
                throw new ConfigException($"{Variable} names '{entry}', but only folders can be searched; write it as 'file:///PATH'.");
            if (!Directory.Exists(folder))
                throw new ConfigException($"{Variable} names '{entry}', which is no folder; correct it, or take it out.");
            folders.Add(folder);
        }
        return folders;
    }
}
