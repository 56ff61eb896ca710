namespace Reverie.Environments.Arrays;

/// <summary>What an action is.</summary>
public enum ActionKind
{
    /// <summary>One choice of several.</summary>
    Discrete,

    /// <summary>Several choices at once, each of several.</summary>
    MultiDiscrete,

    /// <summary>Real numbers between bounds.</summary>
    Continuous,
}
