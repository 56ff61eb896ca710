namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>How advice is mixed into the policy that acts.</summary>
public enum MixingKind
{
    /// <summary>p = (1 - w) π + w q, and PPO's ratio is formed against p.</summary>
    Probability,

    /// <summary>The founding project's: logits moved by the advice at the scale of their own norm, while the ratio knows nothing of it.</summary>
    Original,
}
