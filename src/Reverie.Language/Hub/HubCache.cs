using System.Globalization;

namespace Reverie.Language.Hub;

/// <summary>
/// One model's folder in the cache, in the layout that Hugging Face's tools share: <c>refs/REVISION</c> names a commit,
/// <c>snapshots/COMMIT/FILE</c> links to <c>blobs/ETAG</c>.
/// </summary>
internal sealed class HubCache(string cacheFolder, ModelName model, bool disableSymlinks)
{
    private const int CommitDigits = 40;
    private const long AlwaysHashed = 64 << 20;

    private readonly string _root = Path.Combine(cacheFolder, model.CacheFolderName);

    /// <summary>The lock that whoever writes a blob holds.</summary>
    public string LockPath(string etag) => Path.Combine(cacheFolder, ".locks", model.CacheFolderName, etag + ".lock");

    public string BlobPath(string etag) => Path.Combine(_root, "blobs", etag);

    public string SnapshotPath(string commit) => Path.Combine(_root, "snapshots", commit);

    public static bool IsCommit(string revision) => revision.Length == CommitDigits && revision.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    /// <summary>Refuses names that could lead out of the folder that they are meant for.</summary>
    /// <exception cref="FormatException">The name is empty, absolute, or climbs.</exception>
    public static void CheckRelative(string kind, string name)
    {
        if (!IsRelative(name))
            throw new FormatException($"'{name}' is no {kind} of a model; give one without empty parts, '..', ':' or backslashes.");
    }

    /// <summary>Whether a name stays within the folder that it is meant for.</summary>
    public static bool IsRelative(string name) =>
        name.Length > 0 && !name.Contains('\\') && !name.Contains(':') && !name.Any(char.IsControl)
        && !name.Split('/').Any(part => part is "" or "." or "..");

    /// <summary>The commit that a revision stood for when it was last fetched; null where it never was.</summary>
    public string? Resolve(string revision)
    {
        if (IsCommit(revision))
            return revision;
        string path = Path.Combine(_root, "refs", revision);
        return File.Exists(path) && File.ReadAllText(path).Trim() is var commit && IsCommit(commit) ? commit : null;
    }

    public void Remember(string revision, string commit)
    {
        if (revision == commit || Resolve(revision) == commit)
            return;
        string path = Path.Combine(_root, "refs", revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, commit);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A file of a snapshot; null where it was never fetched.</summary>
    public string? Find(string commit, string file)
    {
        string path = Path.Combine(SnapshotPath(commit), file);

        // A link whose blob was deleted exists as a link but not as a file.
        return File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is null or { Exists: true } ? path : null;
    }

    /// <summary>Whether a file of a snapshot is what it was when it was fetched, as far as its blob's name or the hub says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="announced">What the hub says of it; null where it was not asked.</param>
    public bool IsIntact(string path, HubFile? announced = null)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(path);
        if (announced?.Size is { } size && ((FileInfo)target).Length != size)
            return false;
        string? etag = announced?.ETag ?? (target.FullName == Path.GetFullPath(path) ? null : target.Name);
        return etag is null || !EntityTag.IsHash(etag) || HasHash((FileInfo)target, etag);
    }

    /// <summary>Whether <see cref="IsIntact"/> can tell without the hub's help.</summary>
    public static bool IsNamedByHash(string path) =>
        new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { Name: var name } && EntityTag.IsHash(name);

    /// <summary>Makes a blob appear in a snapshot under a file's name.</summary>
    /// <param name="commit">The snapshot.</param>
    /// <param name="file">The file's name in it.</param>
    /// <param name="etag">The blob.</param>
    /// <param name="isNew">No other snapshot refers to the blob, so it may be moved where links are not to be had.</param>
    public string Link(string commit, string file, string etag, bool isNew)
    {
        string path = Path.Combine(SnapshotPath(commit), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        if (!disableSymlinks && TryLink(path, etag))
            return path;
        if (isNew)
            File.Move(BlobPath(etag), path);
        else
            File.Copy(BlobPath(etag), path);
        return path;
    }

    // Hashing gigabytes takes seconds; a file that was found whole and has kept size and time since is not read again.
    private bool HasHash(FileInfo file, string etag)
    {
        string record = Path.Combine(cacheFolder, ".locks", model.CacheFolderName, $"{etag}.whole");
        string state = string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        if (file.Length > AlwaysHashed && File.Exists(record) && File.ReadAllText(record) == state)
            return true;
        if (!EntityTag.Matches(file.FullName, etag))
            return false;
        if (file.Length > AlwaysHashed)
            TryWrite(record, state);
        return true;
    }

    private static void TryWrite(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that may only be read is hashed again next time.
        }
    }

    private bool TryLink(string path, string etag)
    {
        try
        {
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, BlobPath(etag)));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker with the same link.
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
