using System.Text.Json;

namespace Reverie.Language.Models;

/// <summary>The index of a model's shards. It comes from strangers: an entry never names a file outside the model's folder.</summary>
internal static class ShardIndex
{
    /// <summary>The shards' names, relative to the index's folder.</summary>
    /// <exception cref="InvalidDataException">The index is malformed, or an entry leads out of the folder.</exception>
    public static IReadOnlyList<string> Read(string index) => ModelJson.Guarded(index, () =>
    {
        var json = ModelJson.Read(index);
        if (!json.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object || !map.EnumerateObject().Any())
            throw new InvalidDataException($"{index} is no index of shards, since it has no 'weight_map' with entries; fetch it again.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            if (string.IsNullOrEmpty(name) || name.Any(char.IsControl))
                throw Wrong(entry, "does not name a file");
            if (Path.IsPathRooted(name) || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Any(part => part is "" or "." or ".."))
                throw Wrong(entry, "names a file outside the model's folder, which is not read");
            if (names.Add(name) && LeadsOut(folder, name))
                throw Wrong(entry, "is a link that leads out of the model's folder, which is not read");
        }
        return (IReadOnlyList<string>)[.. names];

        InvalidDataException Wrong(JsonProperty entry, string problem) =>
            new($"{index}: the entry '{entry.Name}' ({entry.Value.GetRawText()}) {problem}; fetch the model again.");
    });

    /// <summary>Links are followed only inside the folder, and as the hub's cache makes them: from a snapshot to the blobs of the same model.</summary>
    private static bool LeadsOut(string folder, string name)
    {
        string path = folder;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not { } target)
                continue;
            string full = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
            string? snapshots = Path.GetDirectoryName(folder);
            bool inside = full.StartsWith(folder + "/", StringComparison.Ordinal);
            bool isBlob = Path.GetFileName(snapshots) == "snapshots"
                && Path.GetDirectoryName(full) == Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs");
            if ((!inside && !isBlob) || new FileInfo(full).LinkTarget is not null)
                return true;
        }
        return false;
    }
}
