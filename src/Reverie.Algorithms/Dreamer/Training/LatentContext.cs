using Reverie.Torch;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What was remembered right before sequences begin.</summary>
/// <param name="Recurrent">[B, H]</param>
/// <param name="Stochastic">One-hot variables, flat: [B, S D].</param>
/// <param name="Action">What was done then, [B, A].</param>
/// <param name="IsKnown">Truth values [B]: else the sequence begins from nothing.</param>
public sealed record LatentContext(Tensor Recurrent, Tensor Stochastic, Tensor Action, Tensor IsKnown);
