using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>What is paid for advised actions; it goes into the rewards that are learned from, and into nothing else.</summary>
public sealed record ShapingOptions
{
    /// <summary><c>original</c>, <c>novelty</c> or <c>potential</c>.</summary>
    public ShapingKind Kind { get; init; } = ShapingKind.Original;

    /// <summary>Only advice above it is paid for.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 0.84;

    /// <summary>What an advised action is paid, times how well it fits the advice.</summary>
    [Range(0.0, 1000.0)]
    public double Modifier { get; init; } = 0.005;

    /// <summary>Original: whether the same caption pays again and again in an episode.</summary>
    public bool AllowFarming { get; init; }

    /// <summary>
    /// Original: whether a caption counts as used up although it was not advised when its action was taken, as in the founding project; there
    /// it then earns nothing for the rest of the episode.
    /// </summary>
    public bool UsesUpUnadvised { get; init; } = true;
}
