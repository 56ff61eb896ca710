namespace Reverie.Training.Runs;

/// <summary>Who a run is: written once to <c>run.json</c>.</summary>
public sealed record RunMetadata
{
    /// <summary>The command line that started it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The algorithm, by its registered name; null in runs of before it was written down.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Full paths of the plug-ins that it needs; null for none.</summary>
    public IReadOnlyList<string>? Plugins { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Version of Reverie.</summary>
    public string? Version { get; init; }

    public string? Project { get; init; }

    public string? Entity { get; init; }

    public string? Name { get; init; }

    public string? Group { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Notes { get; init; }
}
