using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>What the networks say now of steps that were taken.</summary>
/// <param name="LogProbabilities">Of the actions that were taken, [B].</param>
/// <param name="Values">[B]</param>
/// <param name="Entropies">[B]</param>
public readonly record struct StepEvaluation(Tensor LogProbabilities, Tensor Values, Tensor Entropies);
