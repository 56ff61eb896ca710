using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>The checkpoints of another run, by what <c>checkpoint.resume_from</c> names.</summary>
internal static class ResumeSource
{
    private const string Folder = "checkpoints";

    /// <param name="path">A run, or its folder of checkpoints.</param>
    /// <param name="key">Where it was named.</param>
    /// <exception cref="ConfigException">It is none.</exception>
    public static CheckpointStore Open(string path, string key = "checkpoint.resume_from")
    {
        foreach (string candidate in (string[])[Path.Combine(path, Folder), path])
        {
            if (Path.GetFileName(Path.TrimEndingDirectorySeparator(candidate)) == Folder && Directory.Exists(candidate))
                return new CheckpointStore(candidate, int.MaxValue);
        }
        throw new ConfigException($"{key}={path} is no run with checkpoints; name its folder, such as runs/2025-01-31/12-00-00.");
    }
}
