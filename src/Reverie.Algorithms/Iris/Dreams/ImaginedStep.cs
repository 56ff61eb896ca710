using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>What the imagined environment answers to an action.</summary>
/// <param name="Rewards">-1, 0 or 1, [B].</param>
/// <param name="Ends">Truth values [B]; an end does not stop the rollout.</param>
public readonly record struct ImaginedStep(Tensor Rewards, Tensor Ends);
