namespace Reverie.Training.Data;

/// <summary>An episode that ended during a collection.</summary>
/// <param name="Id">Its id in the dataset.</param>
/// <param name="Metrics">Length and return.</param>
/// <param name="ActionCounts">How often each action was taken.</param>
public sealed record FinishedEpisode(int Id, EpisodeMetrics Metrics, IReadOnlyList<int> ActionCounts);
