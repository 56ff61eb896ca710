namespace Reverie.Training.Metrics;

/// <summary>
/// The event files of a folder. TensorBoard's readers disagree on what a restart takes back: one heeds every start of a session, one all
/// but the first, and the fast one none at all. So what counts no longer is cut out of the old files, and all of them see the same.
/// </summary>
internal static class EventFiles
{
    // TensorBoard takes every file with "tfevents" in its name for one of its own.
    private const string Mark = "tfevents", Unfinished = ".cutting";

    /// <summary>The event files, in the order in which they are read.</summary>
    public static string[] Of(string folder) => [.. Directory.GetFiles(folder)
        .Where(path => Path.GetFileName(path).Contains(Mark, StringComparison.Ordinal))
        .OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    /// <summary>
    /// Removes what was logged after a step, and what later sessions took back: earlier versions of Reverie left it in the files.
    /// Whenever the process dies, each file is as it was or as it shall be.
    /// </summary>
    /// <param name="folder">Folder of the event files.</param>
    /// <param name="lastStep">The step from which the run goes on.</param>
    public static void CutAfter(string folder, long lastStep)
    {
        string[] paths = Of(folder);
        long[] limits = new long[paths.Length];
        long limit = lastStep;
        // From the last to the first: a session's start voids what all files before it hold from its step on.
        for (int i = paths.Length - 1; i >= 0; i--)
        {
            limits[i] = limit;
            limit = Math.Min(limit, FirstVoided(paths[i]) - 1);
        }
        foreach (var (path, last) in paths.Zip(limits))
            Cut(path, last);
    }

    private static long FirstVoided(string path)
    {
        using var stream = Open(path);
        return EventFileReader.Read(stream).Where(record => record.IsStart).Select(record => record.Step).DefaultIfEmpty(long.MaxValue).Min();
    }

    private static void Cut(string path, long lastStep)
    {
        string unfinished = Path.Combine(Path.GetDirectoryName(path)!, Unfinished);
        using (var old = Open(path))
        {
            var kept = Kept(EventFileReader.Read(old), lastStep);
            if (kept.Sum(record => record.Length) == old.Length)
                return;
            using var fresh = File.Create(unfinished);
            foreach (var record in kept)
                Copy(old, record, fresh);
            fresh.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>What counts in one file, whose own starts void what stands before them.</summary>
    private static List<EventRecord> Kept(List<EventRecord> records, long lastStep)
    {
        var kept = new List<EventRecord>();
        foreach (var record in records.AsEnumerable().Reverse())
        {
            if (record.Step <= lastStep)
                kept.Add(record);
            if (record.IsStart)
                lastStep = Math.Min(lastStep, record.Step - 1);
        }
        kept.Reverse();
        return kept;
    }

    private static void Copy(FileStream from, EventRecord record, FileStream to)
    {
        byte[] bytes = new byte[record.Length];
        from.Position = record.Offset;
        from.ReadExactly(bytes);
        to.Write(bytes);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
