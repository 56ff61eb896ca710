using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Losses;

/// <summary>Three cross-entropies, each a mean over the steps that are not padding.</summary>
public readonly record struct WorldModelLosses(Tensor Observations, Tensor Rewards, Tensor Ends)
{
    /// <summary>Their sum.</summary>
    public Tensor Total => Observations + Rewards + Ends;
}
