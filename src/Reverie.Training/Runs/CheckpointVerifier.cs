using System.Security.Cryptography;
using Reverie.Torch.Serialization;

namespace Reverie.Training.Runs;

/// <summary>Holds the files of a checkpoint to its manifest.</summary>
internal static class CheckpointVerifier
{
    /// <returns>The manifest of a checkpoint that is complete and undamaged.</returns>
    /// <exception cref="InvalidDataException">It is not; the message says what is wrong.</exception>
    public static CheckpointManifest Verify(string folder, long expectedStep)
    {
        var manifest = CheckpointManifest.Read(folder);
        if (manifest.Step != expectedStep)
            throw new InvalidDataException("its manifest belongs to another checkpoint");
        foreach (var entry in manifest.Files)
            Verify(folder, entry);
        return manifest;
    }

    /// <exception cref="InvalidDataException">The file is not what the manifest says.</exception>
    public static void Verify(string folder, ManifestEntry entry)
    {
        var file = new FileInfo(Path.Combine(folder, entry.Name));
        if (!file.Exists)
            throw new InvalidDataException($"'{entry.Name}' is missing");
        if (file.Length != entry.Size)
            throw new InvalidDataException($"'{entry.Name}' has {file.Length} bytes instead of {entry.Size}");
        using var stream = OrdinaryFile.OpenInside(folder, entry.Name);
        if (Convert.ToHexStringLower(SHA256.HashData(stream)) != entry.Sha256)
            throw new InvalidDataException($"'{entry.Name}' is damaged");
    }
}
