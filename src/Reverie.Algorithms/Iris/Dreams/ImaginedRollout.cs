using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>H steps of B rollouts in the world model.</summary>
/// <param name="Frames">What the actor saw, bytes [B, H, C, H', W'] on the CPU; null where nobody asked for it.</param>
/// <param name="Actions">Integers [B, H].</param>
/// <param name="LogitsActions">[B, H, A], with gradients.</param>
/// <param name="Values">[B, H], with gradients.</param>
/// <param name="Rewards">-1, 0 or 1, [B, H].</param>
/// <param name="Ends">Truth values [B, H].</param>
public sealed record ImaginedRollout(Tensor? Frames, Tensor Actions, Tensor LogitsActions, Tensor Values, Tensor Rewards, Tensor Ends);
