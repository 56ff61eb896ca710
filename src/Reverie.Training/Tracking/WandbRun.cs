namespace Reverie.Training.Tracking;

/// <summary>Who a run is, for W&amp;B.</summary>
internal sealed record WandbRun
{
    public required string Id { get; init; }

    public string? Entity { get; init; }

    public string? Project { get; init; }

    public IReadOnlyList<WandbItem> Config { get; init; } = [];

    public string? Group { get; init; }

    public string? JobType { get; init; }

    public string? Name { get; init; }

    public string? Notes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Host { get; init; }

    public DateTimeOffset Started { get; init; }
}
