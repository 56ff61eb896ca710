namespace Reverie.Training.Configuration;

/// <summary>The folder of YAML files: <c>config.yaml</c>, and one sub-folder per group with one file per choice.</summary>
internal sealed class ConfigDirectory(string root)
{
    private readonly Dictionary<string, ConfigFile> _files = new(StringComparer.Ordinal);
    private readonly string _name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));

    /// <summary>True when the name (with slashes) is a group, that is a sub-folder.</summary>
    public bool IsGroup(string name) => !name.Contains("..") && Directory.Exists(Path.Combine(root, name));

    /// <summary>All choices of a group, sorted.</summary>
    public IReadOnlyList<string> Choices(string group) => IsGroup(group)
        ? [.. Directory.EnumerateFiles(Path.Combine(root, group), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads a file by its name without extension, such as <c>exp/small</c>.</summary>
    /// <exception cref="ConfigException">There is no such file; the message names the nearest choice.</exception>
    public ConfigFile Load(string name, ConfigOrigin askedBy)
    {
        if (_files.TryGetValue(name, out var known))
            return known;
        if (!Exists(name))
            throw Missing(name, askedBy);
        return _files[name] = ConfigFile.Read(FullPath(name), $"{_name}/{name}.yaml");
    }

    public bool Exists(string name) => !name.Contains("..") && File.Exists(FullPath(name));

    private string FullPath(string name) => Path.Combine(root, name + ".yaml");

    private ConfigException Missing(string name, ConfigOrigin askedBy)
    {
        if (!Directory.Exists(root))
            return new ConfigException($"There is no configuration folder '{root}'; run from the project's folder or say where it is.");
        string group = Path.GetDirectoryName(name) ?? "";
        string choice = Path.GetFileName(name);
        var choices = Choices(group);
        string? nearest = NearestKey.Find(choice, choices);
        string hint = nearest is not null ? $"did you mean '{nearest}'? " : "";
        string where = group.Length == 0 ? _name : $"{_name}/{group}";
        return new ConfigException(askedBy, choices.Count == 0
            ? $"there is no '{choice}' in {where}."
            : $"there is no '{choice}' in {where}; {hint}(choices: {string.Join(", ", choices)}).");
    }
}
