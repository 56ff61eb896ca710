using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Composition;

/// <summary>The YAML files of a search path: <c>config.yaml</c>, and one sub-folder per group with one file per choice.</summary>
internal sealed class ConfigRoots
{
    private readonly Dictionary<string, ConfigFile> _files = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(string Folder, string Name)> _roots;

    /// <exception cref="ConfigException">One of the folders does not exist.</exception>
    public ConfigRoots(ConfigSearchPath path)
    {
        foreach (string folder in path.Folders)
        {
            if (!Directory.Exists(folder))
                throw new ConfigException($"There is no configuration folder '{folder}'; run from the project's folder or say where it is.");
        }
        // The first folder goes by its name; a further one may have the same name, so it goes by what was written.
        _roots = [.. path.Folders.Select((folder, index) => (folder, index == 0 ? NameOf(folder) : folder))];
    }

    /// <summary>True when the name (with slashes) is a group, that is a sub-folder of any root.</summary>
    public bool IsGroup(string name) => IsInside(name) && _roots.Any(root => Directory.Exists(Path.Combine(root.Folder, name)));

    /// <summary>All choices of a group, sorted.</summary>
    public IReadOnlyList<string> Choices(string group) => !IsInside(group) ? [] : [.. _roots
        .Select(root => Path.Combine(root.Folder, group))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml"))
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Distinct()
        .Order(StringComparer.Ordinal)];

    /// <summary>Reads a file by its name without extension, such as <c>exp/small</c>, from the first root that has it.</summary>
    /// <exception cref="ConfigException">There is no such file; the message names the nearest choice.</exception>
    public ConfigFile Load(string name, ConfigOrigin askedBy)
    {
        if (_files.TryGetValue(name, out var known))
            return known;
        if (!Exists(name))
            throw Missing(name, askedBy);
        var (folder, shortName) = _roots.First(root => File.Exists(FileOf(root.Folder, name)));
        return _files[name] = ConfigFile.Read(FileOf(folder, name), FileOf(shortName, name));
    }

    public bool Exists(string name) => IsInside(name) && _roots.Any(root => File.Exists(FileOf(root.Folder, name)));

    private static bool IsInside(string name) => !name.Contains("..") && !Path.IsPathRooted(name);

    private static string FileOf(string folder, string name) => Path.Combine(folder, name + ".yaml");

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private ConfigException Missing(string name, ConfigOrigin askedBy)
    {
        string group = Path.GetDirectoryName(name) ?? "";
        string choice = Path.GetFileName(name);
        var choices = Choices(group);
        string? nearest = NearestKey.Find(choice, choices);
        string hint = nearest is not null ? $"; did you mean '{nearest}'?" : "";
        string where = string.Join(" or ", _roots.Select(root => Path.Combine(root.Name, group)));
        return new ConfigException(askedBy, choices.Count == 0
            ? $"there is no '{choice}' in {where}."
            : $"there is no '{choice}' in {where}{hint} (choices: {string.Join(", ", choices)}).");
    }
}
