using Reverie.Torch.Serialization;

namespace Reverie.Training.Runs;

/// <summary>A checkpoint whose files have been verified.</summary>
public sealed class Checkpoint
{
    private readonly HashSet<string> _names;

    internal Checkpoint(string folder, CheckpointManifest manifest)
    {
        Folder = folder;
        Step = manifest.Step;
        _names = [.. manifest.Files.Select(file => file.Name)];
    }

    /// <summary>Path of the checkpoint's folder.</summary>
    public string Folder { get; }

    /// <summary>The step (or epoch) after which it was saved.</summary>
    public long Step { get; }

    /// <summary>Names of its files.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Whether it has a file.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Path of a file.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no such file.</exception>
    public string PathOf(string name) => Contains(name)
        ? Path.Combine(Folder, name)
        : throw new CheckpointException($"The checkpoint '{Folder}' holds no '{name}'; it was written by another algorithm or version.");

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no such file.</exception>
    public Stream Open(string name) => OrdinaryFile.OpenInside(Folder, PathOf(name)[(Folder.Length + 1)..]);
}
