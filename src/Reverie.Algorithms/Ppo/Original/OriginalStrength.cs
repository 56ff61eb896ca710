using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>When advice counts and how much.</summary>
public sealed record OriginalStrength
{
    /// <summary>Only advice that fits better counts.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 0.84;

    [Range(0.0, 1000.0)]
    public double Modifier { get; init; }
}
