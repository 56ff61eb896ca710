using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>What the world model predicts; logits are null where no token of their kind was among the inputs.</summary>
/// <param name="OutputSequence">The backbone's outputs [B, T, H].</param>
/// <param name="LogitsObservations">The next observation token, [B, n, vocabulary], at all tokens but the last of each observation.</param>
/// <param name="LogitsRewards">The reward's sign (-1, 0, 1), [B, m, 3], at actions.</param>
/// <param name="LogitsEnds">Whether the episode ends, [B, m, 2], at actions.</param>
public readonly record struct WorldModelOutput(Tensor OutputSequence, Tensor? LogitsObservations, Tensor? LogitsRewards, Tensor? LogitsEnds);
