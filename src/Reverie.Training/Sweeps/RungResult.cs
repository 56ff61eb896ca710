using Reverie.Training.Experiments;

namespace Reverie.Training.Sweeps;

/// <summary>What came of a rung: how good its settings were, and which of them go on.</summary>
public sealed class RungResult
{
    internal RungResult(int index, long budget, IReadOnlyList<TrialResult> results, int room, MetricOptions metric)
    {
        (Index, Budget) = (index, budget);
        IsComplete = results.All(result => result.IsOver);
        // Among equals the one that was made first; those that failed come last.
        Ranked =
        [
            .. results.OrderBy(result => result.Score(metric) is null).ThenByDescending(result => result.Score(metric) ?? 0).ThenBy(result => result.Trial.Index),
        ];
        if (!IsComplete)
            return;
        var good = Ranked.Where(result => result.Failure is null).ToList();
        Kept = [.. good.Take(room).Select(result => result.Trial)];
        if (good.Count > room && good[room - 1].Score(metric) is { } cut && good[room].Score(metric) is { } next && cut.Equals(next))
            Tied = [.. good.Where(result => result.Score(metric) is { } score && score.Equals(cut)).Select(result => result.Trial)];
    }

    /// <summary>From 0.</summary>
    public int Index { get; }

    /// <summary>How long its runs are.</summary>
    public long Budget { get; }

    public bool IsComplete { get; }

    /// <summary>The best first, those that failed last.</summary>
    public IReadOnlyList<TrialResult> Ranked { get; }

    /// <summary>Those that go on; in the last rung the best one. Empty while it is not complete, and where all failed.</summary>
    public IReadOnlyList<Trial> Kept { get; } = [];

    /// <summary>Where the cut goes through settings that are equally good: all of these. The ones that were made first go on.</summary>
    public IReadOnlyList<Trial> Tied { get; } = [];

    /// <summary>Those that cannot be trained.</summary>
    public IEnumerable<TrialResult> Failed => Ranked.Where(result => result.Failure is not null);
}
