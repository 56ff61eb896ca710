namespace Reverie.Training.Algorithms;

/// <summary>Something of an agent's inside for people to look at: named numbers, texts, or many numbers in a row.</summary>
/// <param name="Title">What it is, in a few words.</param>
public sealed record Insight(string Title)
{
    /// <summary>Numbers with names, drawn as bars.</summary>
    public IReadOnlyList<InsightBar> Bars { get; init; } = [];

    /// <summary>Whether the bars are shares of 1.</summary>
    public bool AreShares { get; init; }

    /// <summary>Numbers without names, first to last.</summary>
    public IReadOnlyList<double> Row { get; init; } = [];

    /// <summary>What stands under the row's two ends; none: nothing.</summary>
    public IReadOnlyList<string> RowEnds { get; init; } = [];

    /// <summary>Texts by their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; init; } = [];

    /// <summary>What must be known to read it, as a sentence.</summary>
    public string? Note { get; init; }

    /// <summary>Whether more is on its way.</summary>
    public bool IsPending { get; init; }
}
