using Reverie.Training.Runs;

namespace Reverie.Play.Lab;

/// <summary>The media of a run: only files that are listed are handed out, and links are not followed.</summary>
internal static class MediaShelf
{
    private const int Most = 500;

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".png"] = "image/png",
        [".mp4"] = "video/mp4",
        [".svg"] = "image/svg+xml",
        [".npz"] = "application/octet-stream",
        [".episode"] = "application/octet-stream",
    };

    /// <summary>Names below <c>media</c>, the newest first.</summary>
    internal static IReadOnlyList<MediaFile> List(RunFolder run) =>
    [
        .. Files(run).OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.FullName, StringComparer.Ordinal).Take(Most)
            .Select(file => new MediaFile(Path.GetRelativePath(Root(run), file.FullName), file.Length)),
    ];

    /// <summary>A file by the name that <see cref="List"/> gave.</summary>
    /// <exception cref="PlayException">There is none.</exception>
    internal static (string Path, string Type) Find(RunFolder run, string name)
    {
        var found = Files(run).FirstOrDefault(file => Path.GetRelativePath(Root(run), file.FullName) == name)
            ?? throw new PlayException("The run has no such file among its media; go back to the run's page.");
        return (found.FullName, Types[found.Extension]);
    }

    private static IEnumerable<FileInfo> Files(RunFolder run)
    {
        var root = new DirectoryInfo(Root(run));
        var how = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
            MaxRecursionDepth = 4,
        };
        return !root.Exists || root.LinkTarget is not null ? [] : root.EnumerateFiles("*", how).Where(file => Types.ContainsKey(file.Extension));
    }

    private static string Root(RunFolder run) => Path.Combine(run.Path, "media");
}
