namespace Reverie.Play.Lab;

/// <summary>Which runs are being trained in. It only looks: to try a run's lock could keep a training from its start.</summary>
internal static class TrainingProcesses
{
    /// <summary>Full paths of the runs whose lock a process of this user holds; empty where the system does not tell.</summary>
    internal static HashSet<string> Runs()
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        foreach (string pid in Holders())
        {
            try
            {
                foreach (var file in new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos())
                {
                    if (file.LinkTarget is { } target && Path.GetFileName(target) == ".lock")
                        runs.Add(Path.GetDirectoryName(target)!);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or it is somebody else's.
            }
        }
        return runs;
    }

    /// <summary>Processes that hold a lock for themselves: <c>1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF</c>.</summary>
    private static IEnumerable<string> Holders()
    {
        try
        {
            return [.. File.ReadLines("/proc/locks").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length > 4 && words[1] == "FLOCK" && words[3] == "WRITE").Select(words => words[4]).Distinct()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
