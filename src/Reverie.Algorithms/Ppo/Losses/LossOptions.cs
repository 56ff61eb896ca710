namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>What one update minimises and how often it goes over the rollout.</summary>
public sealed record LossOptions
{
    public double Clip { get; init; } = 0.2;

    /// <summary>How far a value counts as moved; used by the clipped value losses only.</summary>
    public double ClipValue { get; init; } = 0.2;

    public ValueLossKind ValueLoss { get; init; } = ValueLossKind.ClippedMaxHalf;

    public double ValueCoefficient { get; init; } = 0.5;

    public double EntropyCoefficient { get; init; }

    /// <summary>Gradients with a larger norm are scaled down to it; null: never.</summary>
    public double? MaxGradNorm { get; init; } = 0.5;

    public bool NormaliseAdvantages { get; init; } = true;

    /// <summary>Passes over the rollout.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Parts that a pass is cut into, with a step each.</summary>
    public int Minibatches { get; init; } = 4;

    /// <summary>No further pass after one whose last minibatch had moved farther than this; null: all passes.</summary>
    public double? TargetKl { get; init; }
}
