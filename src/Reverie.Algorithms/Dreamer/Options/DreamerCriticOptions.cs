using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The critic.</summary>
public sealed record DreamerCriticOptions
{
    public string DenseAct { get; init; } = "torch.nn.SiLU";

    [Range(0, 64)]
    public int MlpLayers { get; init; } = 5;

    public NormOptions LayerNorm { get; init; } = new();

    [Range(1, 65_536)]
    public int DenseUnits { get; init; } = 1024;

    /// <summary>Gradient steps between moves of the slow copy.</summary>
    [Range(1, int.MaxValue)]
    public int PerRankTargetNetworkUpdateFreq { get; init; } = 1;

    /// <summary>How far the slow copy moves.</summary>
    [Range(0.0, 1.0)]
    public double Tau { get; init; } = 0.02;

    [Range(2, 65_536)]
    public int Bins { get; init; } = 255;

    /// <summary>Largest norm of the gradients; null or 0: any.</summary>
    [Range(0.0, 1e9)]
    public double? ClipGradients { get; init; } = 100;

    public OptimizerOptions Optimizer { get; init; } = new() { Lr = 8e-5, Eps = 1e-5 };
}
