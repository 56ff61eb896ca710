namespace Reverie.Training.Data;

/// <summary>What is logged of a finished episode.</summary>
/// <param name="Length">Number of steps.</param>
/// <param name="Return">Sum of rewards, undiscounted.</param>
/// <param name="Success">Whether it was a success; null where the environment does not judge.</param>
/// <param name="Achieved">What was achieved in it: a bit for each name that the environment gives.</param>
public readonly record struct EpisodeMetrics(int Length, double Return, bool? Success = null, ulong Achieved = 0);
