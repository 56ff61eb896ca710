namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>How the critic is held against the returns; implementations of PPO differ here.</summary>
public enum ValueLossKind
{
    /// <summary>Half the mean of the larger of the squared errors of the value and of the clipped value, as CleanRL.</summary>
    ClippedMaxHalf,

    /// <summary>Half the mean squared error.</summary>
    PlainHalf,

    /// <summary>The mean squared error, as Stable-Baselines3 by default, and the founding project.</summary>
    Plain,

    /// <summary>The mean squared error of the clipped value, as Stable-Baselines3 where it is told to clip.</summary>
    ClippedOnly,
}
