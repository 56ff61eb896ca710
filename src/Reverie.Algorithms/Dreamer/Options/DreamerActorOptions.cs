using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The actor.</summary>
public sealed record DreamerActorOptions
{
    /// <summary>Weight of the entropy.</summary>
    [Range(0.0, 1e6)]
    public double EntCoef { get; init; } = 3e-4;

    [Range(0.0, 1e3)]
    public double MinStd { get; init; } = 0.1;

    [Range(0.0, 1e3)]
    public double MaxStd { get; init; } = 1;

    [Range(-1e3, 1e3)]
    public double InitStd { get; init; } = 2;

    public string DenseAct { get; init; } = "torch.nn.SiLU";

    [Range(0, 64)]
    public int MlpLayers { get; init; } = 5;

    public NormOptions LayerNorm { get; init; } = new();

    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;

    /// <summary>Largest norm of the gradients; null or 0: any.</summary>
    [Range(0.0, 1e9)]
    public double? ClipGradients { get; init; } = 100;

    /// <summary>Share of the uniform distribution in choices.</summary>
    [Range(0.0, 1.0)]
    public double Unimix { get; init; } = 0.01;

    /// <summary>Largest magnitude of real numbers; 0: any.</summary>
    [Range(0.0, 1e6)]
    public double ActionClip { get; init; } = 1;

    public MomentsOptions Moments { get; init; } = new();

    public OptimizerOptions Optimizer { get; init; } = new() { Lr = 8e-5, Eps = 1e-5 };
}

/// <summary>How the spread of returns is followed.</summary>
public sealed record MomentsOptions
{
    [Range(0.0, 1.0)]
    public double Decay { get; init; } = 0.99;

    /// <summary>Advantages are multiplied by this at most.</summary>
    [Range(1e-12, 1e12)]
    public double Max { get; init; } = 1;

    public PercentileOptions Percentile { get; init; } = new();
}

/// <summary>Two percentiles, in [0, 1].</summary>
public sealed record PercentileOptions
{
    [Range(0.0, 1.0)]
    public double Low { get; init; } = 0.05;

    [Range(0.0, 1.0)]
    public double High { get; init; } = 0.95;
}
