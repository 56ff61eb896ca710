namespace Reverie.Training.Runs;

/// <summary>How a run is labelled in <c>run.json</c> and by trackers.</summary>
public sealed record RunLabels
{
    public string? Project { get; init; }

    public string? Entity { get; init; }

    public string? Name { get; init; }

    public string? Group { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Notes { get; init; }
}
