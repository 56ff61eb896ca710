using System.ComponentModel.DataAnnotations;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>A codebook of moving averages.</summary>
public sealed record EmaOptions
{
    /// <summary>γ: what of the old average is kept with each batch.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.99;

    /// <summary>ε of the Laplace smoothing of how often a code is used.</summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>
    /// A code that stands for fewer vectors a batch than this, on average, is dead; a random vector of the batch takes its place. 0: only codes
    /// that have never stood for any.
    /// </summary>
    [Range(0.0, 1e9)]
    public double ReviveBelow { get; init; } = 0.05;
}
