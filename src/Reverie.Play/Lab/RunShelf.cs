using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>The runs below a folder, by day and time, and runs of elsewhere that were named.</summary>
/// <param name="root">Folder of all runs.</param>
/// <param name="named">Runs of elsewhere.</param>
public sealed class RunShelf(string root, params IReadOnlyList<RunFolder> named)
{
    /// <summary>Folder of all runs.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<RunFolder> All
    {
        get
        {
            var below = !Directory.Exists(Root) ? [] : Directory.GetDirectories(Root).SelectMany(Directory.GetDirectories).Where(IsRun).Select(RunFolder.Open);
            return [.. below.Concat(named).DistinctBy(run => run.Path).OrderByDescending(IdOf, StringComparer.Ordinal)];
        }
    }

    /// <summary>How a run is told from others: day and time.</summary>
    public static string IdOf(RunFolder run) => $"{Path.GetFileName(Path.GetDirectoryName(run.Path))}/{Path.GetFileName(run.Path)}";

    /// <summary>The run of an id. The id is compared, never put into a path.</summary>
    /// <exception cref="PlayException">There is none.</exception>
    public RunFolder Find(string id) => All.FirstOrDefault(run => IdOf(run) == id)
        ?? throw new PlayException($"There is no run '{(id.Length > 80 ? id[..80] + "..." : id)}' here; go back to the list of runs.");

    private static bool IsRun(string path) =>
        !Path.GetFileName(path).StartsWith('.') && File.Exists(Path.Combine(path, "config", "config.yaml")) && new DirectoryInfo(path).LinkTarget is null;
}
