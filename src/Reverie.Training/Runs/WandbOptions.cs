namespace Reverie.Training.Runs;

/// <summary>Labels of a run, under the keys that IRIS's users know; they are kept in the run's <c>run.json</c>.</summary>
public sealed record WandbOptions
{
    /// <summary>Whether metrics are recorded.</summary>
    public WandbMode Mode { get; init; } = WandbMode.Online;

    public string? Project { get; init; } = "iris";

    public string? Entity { get; init; }

    public string? Name { get; init; }

    public string? Group { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Notes { get; init; }

    /// <summary>The same as every run has it.</summary>
    public RunLabels Labels =>
        new() { Project = Project, Entity = Entity, Name = Name, Group = Group, Tags = Tags, Notes = Notes };
}
