using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>How much advice weighs: the probability that it, not the actor, chooses the action.</summary>
public sealed record WeightOptions
{
    /// <summary>At the beginning.</summary>
    [Range(0.0, 1.0)]
    public double Start { get; init; } = 0.5;

    /// <summary>In the end.</summary>
    [Range(0.0, 1.0)]
    public double End { get; init; }

    /// <summary>Share of the run's steps after which the end is reached, in a straight line.</summary>
    [Range(0.0, 1.0)]
    public double Until { get; init; } = 0.5;

    /// <summary>The weight after a share of the run.</summary>
    internal double At(double progress) => Until <= 0 || progress >= Until ? End : Start + ((End - Start) * progress / Until);
}
