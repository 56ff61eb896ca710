namespace Reverie.Algorithms.Ppo.Options;

/// <summary>Where a run begins.</summary>
public sealed record PpoInitializationOptions
{
    /// <summary>A run of PPO whose newest checkpoint the agent begins with, such as one in another level; null: with random weights.</summary>
    public string? From { get; init; }
}
