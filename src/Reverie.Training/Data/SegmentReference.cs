namespace Reverie.Training.Data;

/// <summary>A segment of an episode: steps [Start, Stop), which may stick out of it.</summary>
public readonly record struct SegmentReference(int EpisodeId, int Start, int Stop);
