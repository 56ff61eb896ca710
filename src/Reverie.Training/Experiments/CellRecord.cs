namespace Reverie.Training.Experiments;

/// <summary>What an experiment remembers of one of its runs, in <c>cell.json</c>.</summary>
public sealed record CellRecord
{
    /// <summary>The overrides that it is made with; another experiment file than before is noticed by them.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    public IReadOnlyList<CellSession> Sessions { get; init; } = [];

    /// <summary>Whether it is over: trained to its end, or to its budget by the clock.</summary>
    public bool IsComplete { get; init; }
}
