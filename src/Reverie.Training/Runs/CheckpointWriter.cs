namespace Reverie.Training.Runs;

/// <summary>Writes the files of one checkpoint into its temporary folder.</summary>
internal sealed class CheckpointWriter
{
    private readonly string _folder;
    private readonly string? _previous;
    private readonly Dictionary<string, ManifestEntry> _reusable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManifestEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];
    private readonly List<string> _linked = [];

    /// <param name="folder">The temporary folder.</param>
    /// <param name="previous">The checkpoint from which unchanged files are taken, or null.</param>
    public CheckpointWriter(string folder, string? previous)
    {
        _folder = folder;
        _previous = previous;
        if (previous is null)
            return;
        try
        {
            foreach (var entry in CheckpointManifest.Read(previous).Files.Where(entry => entry.Fingerprint is not null))
                _reusable[entry.Name] = entry;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            _reusable.Clear(); // A damaged predecessor only costs the writing of everything.
        }
    }

    public IReadOnlyList<ManifestEntry> Entries => [.. _entries.Values];

    public IReadOnlyList<string> Written => _written;

    public IReadOnlyList<string> Linked => _linked;

    public long Bytes { get; private set; }

    public void Add(CheckpointFile file)
    {
        if (!CheckpointManifest.IsPlain(file.Name) || _entries.ContainsKey(file.Name))
            throw new ArgumentException($"'{file.Name}' is no name for a file of a checkpoint, or is there twice.", nameof(file));
        string path = Path.Combine(_folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _entries[file.Name] = TryTakeOver(file, path) ?? Write(file, path);
    }

    /// <summary>Writes the manifest and makes all names durable.</summary>
    public void Finish(CheckpointManifest manifest)
    {
        Write(new CheckpointFile(CheckpointManifest.FileName, manifest.Write), Path.Combine(_folder, CheckpointManifest.FileName));
        foreach (string folder in Directory.GetDirectories(_folder, "*", SearchOption.AllDirectories).Append(_folder))
            Libc.SyncDirectory(folder);
    }

    private ManifestEntry? TryTakeOver(CheckpointFile file, string path)
    {
        if (file.Fingerprint is null || !_reusable.TryGetValue(file.Name, out var old) || old.Fingerprint != file.Fingerprint)
            return null;
        try
        {
            CheckpointVerifier.Verify(_previous!, old); // a link would carry damage on
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (!Libc.TryHardLink(Path.Combine(_previous!, file.Name), path))
            return null;
        _linked.Add(file.Name);
        return old;
    }

    private ManifestEntry Write(CheckpointFile file, string path)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hashing = new HashingStream(stream);
        file.Write(hashing);
        string hash = hashing.Complete();
        stream.Flush(flushToDisk: true);
        Bytes += hashing.Length;
        _written.Add(file.Name);
        return new ManifestEntry(file.Name, hashing.Length, hash, file.Fingerprint);
    }
}
