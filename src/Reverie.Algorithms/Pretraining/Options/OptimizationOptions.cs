using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>AdamW with warm-up and a cosine.</summary>
public sealed record OptimizationOptions
{
    /// <summary>Optimizer steps.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 2000;

    /// <summary>Sequences in one pass.</summary>
    [Range(1, 1 << 16)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Passes whose gradients are averaged before a step.</summary>
    [Range(1, 1 << 16)]
    public int GradAccSteps { get; init; } = 1;

    /// <summary>Highest learning rate.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps over which the rate rises from 0.</summary>
    [Range(0, int.MaxValue)]
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Where the cosine ends, as a share of the highest rate.</summary>
    [Range(0.0, 1.0)]
    public double FinalLearningRateRatio { get; init; } = 0.1;

    /// <summary>Decoupled decay of matrices; vectors (norms, biases) do not decay.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.1;

    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Gradients with a larger norm are scaled down to it; null: never.</summary>
    [Range(1e-9, 1e9)]
    public double? MaxGradNorm { get; init; } = 1;

    /// <summary>Matrix products in bfloat16 (weights, moments, norms and losses stay in float32). On the CPU only.</summary>
    public bool Bf16 { get; init; }

    /// <summary>Steps between two entries of the training loss in the logs.</summary>
    [Range(1, int.MaxValue)]
    public int LogEvery { get; init; } = 10;
}
