using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>What the imagined environment answers to an action.</summary>
/// <param name="Rewards">-1, 0 or 1, [B].</param>
/// <param name="Ends">Truth values [B]; an end does not stop the rollout.</param>
public readonly record struct ImaginedStep(Tensor Rewards, Tensor Ends)
{
    /// <summary>Draws the reward, then the end.</summary>
    /// <param name="rewards">Logits [B, 3].</param>
    /// <param name="ends">Logits [B, 2].</param>
    /// <param name="sampler">Draws.</param>
    internal static ImaginedStep Draw(Tensor rewards, Tensor ends, ITokenSampler sampler) =>
        new(sampler.Sample(rewards).Float() - 1, sampler.Sample(ends).Eq(1));
}
