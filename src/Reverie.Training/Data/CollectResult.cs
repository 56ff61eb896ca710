namespace Reverie.Training.Data;

/// <summary>What a collection brought.</summary>
/// <param name="Steps">Environment steps taken, those after an environment's end not counted.</param>
/// <param name="Finished">Episodes that ended.</param>
/// <param name="DatasetEpisodes">Episodes in the dataset afterwards.</param>
/// <param name="DatasetSteps">Steps in the dataset afterwards.</param>
public sealed record CollectResult(int Steps, IReadOnlyList<FinishedEpisode> Finished, int DatasetEpisodes, long DatasetSteps)
{
    /// <summary>Mean return of the finished episodes; null when none finished.</summary>
    public double? MeanReturn => Finished.Count == 0 ? null : Finished.Average(episode => episode.Metrics.Return);
}
