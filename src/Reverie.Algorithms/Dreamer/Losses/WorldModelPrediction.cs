using Reverie.Torch;
using Reverie.WorldModels.Distributions;

namespace Reverie.Algorithms.Dreamer.Losses;

/// <summary>What the heads say of observed sequences.</summary>
/// <param name="Observations">Pictures [T, B, C, H, W] in [-0.5, 0.5], vectors [T, B, n] in symlog space, by name.</param>
/// <param name="RewardLogits">[T, B, bins]</param>
/// <param name="RewardBins">What they mean.</param>
/// <param name="ContinueLogits">[T, B, 1]; null where nothing predicts it.</param>
/// <param name="PosteriorLogits">[T, B, S, D]</param>
/// <param name="PriorLogits">[T, B, S, D]</param>
public sealed record WorldModelPrediction(
    IReadOnlyDictionary<string, Tensor> Observations, Tensor RewardLogits, TwoHot RewardBins, Tensor? ContinueLogits, Tensor PosteriorLogits,
    Tensor PriorLogits)
{
    /// <summary>What was expected to be said, logits [T, B, V], and what was; null where words are no latent of their own.</summary>
    public (Tensor Logits, Tensor Seen)? Token { get; init; }
}
