namespace Reverie.Training.Data;

/// <summary>An episode that ended during a collection.</summary>
/// <param name="Id">Its id in the dataset.</param>
/// <param name="Metrics">Length and return.</param>
public sealed record FinishedEpisode(int Id, EpisodeMetrics Metrics);
