namespace Reverie.Environments.Arrays;

/// <summary>What one action led to, beside the observation.</summary>
/// <param name="Reward">What the agent was paid.</param>
/// <param name="Terminated">The task is over: solved or failed.</param>
/// <param name="Truncated">The episode was cut off; the state itself is not final.</param>
/// <param name="Success">Where the environment judges it, whether the episode is a success as far as it has got: it counts at the end. Else null.</param>
/// <param name="Achieved">What has been achieved in the episode as far as it has got: a bit for each name that the environment gives.</param>
public readonly record struct StepSignal(double Reward, bool Terminated, bool Truncated, bool? Success = null, ulong Achieved = 0)
{
    /// <summary>Whether the episode has ended either way.</summary>
    public bool Done => Terminated || Truncated;
}
