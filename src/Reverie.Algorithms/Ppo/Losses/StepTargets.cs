using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>What a rollout says of its steps, index t * environments + n.</summary>
/// <param name="OldLogProbabilities">Of the actions, under the distribution that acted, [S].</param>
/// <param name="OldValues">[S]</param>
/// <param name="Advantages">[S]</param>
/// <param name="Returns">[S]</param>
public sealed record StepTargets(Tensor OldLogProbabilities, Tensor OldValues, Tensor Advantages, Tensor Returns);
