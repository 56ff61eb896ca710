using Reverie.Torch;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>A trajectory and what it is worth.</summary>
/// <param name="Trajectory">States and actions.</param>
/// <param name="Rewards">What arriving at each state pays, [H + 1, N, 1].</param>
/// <param name="Values">[H + 1, N, 1]</param>
/// <param name="Continues">The discount at each state, 0 where the episode has ended, [H + 1, N, 1].</param>
/// <param name="Returns">λ-returns of all states but the last, [H, N, 1].</param>
/// <param name="Discount">How much each state counts, [H + 1, N, 1].</param>
public sealed record ImaginedBehaviour(
    ImaginedTrajectory Trajectory, Tensor Rewards, Tensor Values, Tensor Continues, Tensor Returns, Tensor Discount);
