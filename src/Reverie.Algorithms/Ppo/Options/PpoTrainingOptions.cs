using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Ppo.Losses;

namespace Reverie.Algorithms.Ppo.Options;

/// <summary>How a rollout is learned from.</summary>
public sealed record PpoTrainingOptions
{
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Whether the learning rate falls linearly, to 0 behind the last update.</summary>
    public bool AnnealLearningRate { get; init; } = true;

    /// <summary>Adam's epsilon.</summary>
    [Range(0.0, 1.0)]
    public double AdamEps { get; init; } = 1e-5;

    /// <summary>Passes over a rollout.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 4;

    /// <summary>Parts that a pass is cut into, with a step of the optimizer each.</summary>
    [Range(1, 1 << 20)]
    public int Minibatches { get; init; } = 4;

    /// <summary>Discount.</summary>
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation.</summary>
    [Range(0.0, 1.0)]
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>How far the ratio of probabilities may move.</summary>
    [Range(0.0, 100.0)]
    public double Clip { get; init; } = 0.2;

    /// <summary>How far a value counts as moved, where the value loss is a clipped one.</summary>
    [Range(0.0, 1e9)]
    public double ClipValue { get; init; } = 0.2;

    /// <summary><c>clipped_max_half</c> (CleanRL), <c>plain_half</c>, <c>plain</c> or <c>clipped_only</c> (Stable-Baselines3).</summary>
    public ValueLossKind ValueLoss { get; init; } = ValueLossKind.ClippedMaxHalf;

    [Range(0.0, 1e6)]
    public double ValueCoef { get; init; } = 0.5;

    [Range(0.0, 1e6)]
    public double EntropyCoef { get; init; } = 0.01;

    /// <summary>Gradients with a larger norm are scaled down to it; null: never.</summary>
    [Range(1e-9, 1e9)]
    public double? MaxGradNorm { get; init; } = 0.5;

    /// <summary>Whether the advantages of a minibatch get mean 0 and deviation 1.</summary>
    public bool NormaliseAdvantages { get; init; } = true;

    /// <summary>Whether numbers that are seen get mean 0 and deviation 1 by what has been seen so far; symbols and pictures stay.</summary>
    public bool NormaliseObservations { get; init; }

    /// <summary>Whether rewards are divided by the deviation of the discounted return so far.</summary>
    public bool NormaliseRewards { get; init; }

    /// <summary>No further pass after one whose last minibatch had moved farther than this; null: all passes.</summary>
    [Range(0.0, 1e9)]
    public double? TargetKl { get; init; }

    /// <summary>With a memory: steps through which gradients flow back; the rollout is cut into sequences of this length.</summary>
    [Range(1, 1 << 20)]
    public int SequenceLength { get; init; } = 32;

    internal LossOptions Losses => new()
    {
        Clip = Clip,
        ClipValue = ClipValue,
        ValueLoss = ValueLoss,
        ValueCoefficient = ValueCoef,
        EntropyCoefficient = EntropyCoef,
        MaxGradNorm = MaxGradNorm,
        NormaliseAdvantages = NormaliseAdvantages,
        Epochs = Epochs,
        Minibatches = Minibatches,
        TargetKl = TargetKl,
    };
}
