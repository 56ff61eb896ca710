namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>What advice does.</summary>
public enum GuidanceKind
{
    /// <summary>Nobody is asked.</summary>
    None,

    /// <summary>The adviser is the policy: where it has something to say, its likeliest action is taken.</summary>
    Direct,

    /// <summary>Advised actions are paid for.</summary>
    Shaping,

    /// <summary>Advice is mixed into the policy that acts.</summary>
    Policy,

    /// <summary>Both, as the founding project's A2C2.</summary>
    Both,
}
