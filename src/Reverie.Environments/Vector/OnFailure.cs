namespace Reverie.Environments.Vector;

/// <summary>What a vector does with an environment that throws in a step, or pays a reward that is not a finite number.</summary>
public enum OnFailure
{
    /// <summary>The step throws <see cref="EnvironmentFailedException"/>.</summary>
    Stop,

    /// <summary>
    /// The episode is cut off there, without a reward, and the environment is reset. One that fails again in the first step after that
    /// stops the vector all the same.
    /// </summary>
    Restart,
}
