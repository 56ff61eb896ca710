using System.Text.Json;

namespace Reverie.Training.Clusters;

/// <summary>What was submitted, in <c>job.json</c>.</summary>
public sealed record SubmittedJob
{
    private const string FileName = "job.json";
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required ClusterKind Kind { get; init; }

    /// <summary>The scheduler's ids, one for each stage.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    public required string Experiment { get; init; }

    public required string Scale { get; init; }

    /// <summary>The name or file of a search, if it is one; then <see cref="Experiment"/> is none.</summary>
    public string? Sweep { get; init; }

    /// <summary>The folder of all runs.</summary>
    public required string Runs { get; init; }

    /// <summary>Folders of configuration that the experiment needs besides the usual ones.</summary>
    public string? SearchPath { get; init; }

    /// <summary>The folders of all that was submitted, the newest last.</summary>
    public static IReadOnlyList<string> Folders(string runs)
    {
        string root = Path.Combine(runs, "submitted");
        return Directory.Exists(root)
            ? [.. Directory.GetDirectories(root).Where(folder => File.Exists(Path.Combine(folder, FileName))).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <exception cref="InvalidDataException">There is no such file, or it is damaged.</exception>
    public static SubmittedJob Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return (File.Exists(path) ? JsonSerializer.Deserialize<SubmittedJob>(File.ReadAllText(path), Format) : null)
                ?? throw new InvalidDataException($"'{folder}' is no submitted job: it lacks {FileName}; `reverie jobs status` lists those that there are.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is damaged; ask the scheduler itself.", e);
        }
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Format));
}
