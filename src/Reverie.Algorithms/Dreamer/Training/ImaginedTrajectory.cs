using Reverie.Torch;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>What the actor does in the world model's imagination.</summary>
/// <param name="Latents">States, [H + 1, N, L]; the first are real ones.</param>
/// <param name="Actions">Chosen in them, [H + 1, N, A].</param>
public sealed record ImaginedTrajectory(Tensor Latents, Tensor Actions);
