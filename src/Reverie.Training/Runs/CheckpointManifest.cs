using System.Text.Json;
using System.Text.Json.Serialization;
using Reverie.Torch.Serialization;

namespace Reverie.Training.Runs;

/// <summary>The list of a checkpoint's files with their sizes and hashes. It is written last: without it there is no checkpoint.</summary>
internal sealed record CheckpointManifest
{
    public const string FileName = "manifest.json";
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public required int Version { get; init; }

    public required long Sequence { get; init; }

    public required long Step { get; init; }

    public required IReadOnlyList<ManifestEntry> Files { get; init; }

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, Options);

    /// <exception cref="InvalidDataException">The manifest is missing or damaged.</exception>
    public static CheckpointManifest Read(string folder)
    {
        try
        {
            using var stream = OrdinaryFile.OpenInside(folder, FileName);
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(stream, Options);
            return manifest switch
            {
                null => throw new InvalidDataException("its manifest is empty"),
                { Version: not CurrentVersion } => throw new InvalidDataException($"its format, version {manifest.Version}, needs another Reverie"),
                _ => manifest with { Files = Checked(manifest.Files) },
            };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("its manifest is damaged", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException("it has no manifest", e);
        }
    }

    /// <summary>Whether a name stays inside the checkpoint: relative, without steps upwards, and not the manifest's own.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && name != FileName && !Path.IsPathRooted(name)
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Contains('\\', StringComparison.Ordinal));

    /// <summary>The reader of JSON holds members to their annotations, but not the items of a list.</summary>
    private static IReadOnlyList<ManifestEntry> Checked(IReadOnlyList<ManifestEntry?> entries)
    {
        var whole = entries.OfType<ManifestEntry>().ToList();
        if (whole.Count < entries.Count || whole.Any(entry => entry.Name.Contains('\0', StringComparison.Ordinal)))
            throw new InvalidDataException("its manifest is damaged");
        foreach (var entry in whole)
        {
            if (!IsPlain(entry.Name))
                throw new InvalidDataException($"its manifest names '{entry.Name}', which is no file inside the checkpoint");
        }
        return whole.DistinctBy(entry => entry.Name, StringComparer.Ordinal).Count() == whole.Count
            ? whole
            : throw new InvalidDataException("its manifest names a file twice");
    }
}
