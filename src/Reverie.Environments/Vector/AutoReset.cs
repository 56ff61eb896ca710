namespace Reverie.Environments.Vector;

/// <summary>What a vector of environments does when an episode ends.</summary>
public enum AutoReset
{
    /// <summary>Resets at once: the step returns the new episode's first observation and keeps the old one's last beside it.</summary>
    SameStep,

    /// <summary>Resets at the next step, whose action is ignored and whose reward is 0.</summary>
    NextStep,

    /// <summary>Leaves it to the caller to reset.</summary>
    Disabled,
}
