using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>What the networks say of B steps.</summary>
/// <param name="Actor">Logits [B, A] of choices, or means [B, A] of real numbers.</param>
/// <param name="Values">[B]</param>
public readonly record struct PpoOutput(Tensor Actor, Tensor Values);
