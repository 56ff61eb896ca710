using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>
/// Advice mixed in probability space: b = (1 - w) π + w q. With w as a probability, 0.1 means one step in ten. The ratio of PPO is formed
/// against b, with the q and w of the time of acting, so that an action that the advice alone explains teaches the actor nothing.
/// </summary>
public static class Mixture
{
    /// <summary>An action that nobody takes has a logarithm all the same.</summary>
    private const double Smallest = 1e-37;

    /// <summary>log b for every action.</summary>
    /// <param name="logits">The actor's, [B, A].</param>
    /// <param name="advice">q, [B, A]; rows without advice may hold anything whose weight is 0.</param>
    /// <param name="weights">w, [B].</param>
    /// <returns>[B, A]</returns>
    public static Tensor LogProbabilities(Tensor logits, Tensor advice, Tensor weights)
    {
        var weight = weights.Unsqueeze(-1);
        // Where nothing is mixed in, the logarithm is taken of no product: it stays exact for actions that are all but impossible.
        var own = logits.LogSoftmax(-1);
        return Tensor.Where(weight.Eq(0), own, ((own.Exp() * (1 - weight)) + (advice * weight)).Clamp(Smallest).Log());
    }

    /// <summary>-Σ b log b.</summary>
    /// <param name="logProbabilities">[B, A]</param>
    /// <returns>[B]</returns>
    public static Tensor Entropies(Tensor logProbabilities) => -(logProbabilities.Exp() * logProbabilities).Sum([-1]);
}
