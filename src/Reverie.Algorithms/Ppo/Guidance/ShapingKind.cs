namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>What is paid for advised actions.</summary>
public enum ShapingKind
{
    /// <summary>The founding project's bonus: once an episode for each caption, above a threshold.</summary>
    Original,

    /// <summary>Once an episode for each caption, and only where the action changed what is seen: what was achieved pays (ELLM, Du et al., 2023).</summary>
    Novelty,

    /// <summary>
    /// Look-back advice (Wiewiora et al., 2003): P(s, a) - P(s_before, a_before) / γ with P = how well the action fits the advice, 0 at the
    /// episode's end. Over an episode it adds up to nothing, so that the best policy stays the best.
    /// </summary>
    Potential,
}
