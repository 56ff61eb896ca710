namespace Reverie.Training.Experiments;

/// <summary>What an experiment remembers of one of its runs, in <c>cell.json</c>.</summary>
public sealed record CellRecord
{
    /// <summary>The overrides that it is made with; another experiment file than before is noticed by them.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    public IReadOnlyList<CellSession> Sessions { get; init; } = [];

    /// <summary>Whether it is over: trained to its end, or to its budget by the clock.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The budgets that it was trained to one after the other, if it has any.</summary>
    public IReadOnlyList<CellRung> Rungs { get; init; } = [];

    /// <summary>Why it cannot be trained: its configuration is wrong, or its numbers became infinite. Null where nothing is known against it.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether nothing is left to do. A run with a budget is one of many that are tried, so that it may fail; others are tried again.</summary>
    public bool IsOver(ExperimentCell cell) => cell.Budget is { } budget
        ? (Failure is not null && Overrides.SequenceEqual(cell.Overrides)) || Rungs.Any(rung => rung.Budget == budget.Value)
        : IsComplete;
}
