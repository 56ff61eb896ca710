namespace Reverie.Environments.Arrays;

/// <summary>What one action led to, beside the observation.</summary>
/// <param name="Reward">What the agent was paid.</param>
/// <param name="Terminated">The task is over: solved or failed.</param>
/// <param name="Truncated">The episode was cut off; the state itself is not final.</param>
/// <param name="Success">At the end of an episode whose environment judges it, whether it was a success; else null.</param>
public readonly record struct StepSignal(double Reward, bool Terminated, bool Truncated, bool? Success = null)
{
    /// <summary>Whether the episode has ended either way.</summary>
    public bool Done => Terminated || Truncated;
}
