using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>Logits over segments of L steps.</summary>
/// <param name="Observations">Of the tokens of every frame but the first, [B, L - 1, K, V].</param>
/// <param name="Rewards">Of the reward's sign (-1, 0, 1) after each action, [B, L, 3].</param>
/// <param name="Ends">Whether the episode ends, [B, L, 2].</param>
public readonly record struct WorldModelPrediction(Tensor Observations, Tensor Rewards, Tensor Ends);
