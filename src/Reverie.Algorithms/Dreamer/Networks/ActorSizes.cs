namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Sizes of an actor and the shape of its distribution.</summary>
public sealed record ActorSizes
{
    public required HeadSizes Head { get; init; }

    /// <summary>Share of the uniform distribution in choices.</summary>
    public double Unimix { get; init; } = 0.01;

    /// <summary>What real numbers are drawn from.</summary>
    public ActionDistributionKind Distribution { get; init; } = ActionDistributionKind.Auto;

    /// <summary>Added to what the standard deviation is made of.</summary>
    public double InitStd { get; init; } = 2;

    public double MinStd { get; init; } = 0.1;

    public double MaxStd { get; init; } = 1;

    /// <summary>Real numbers are scaled down to this magnitude; 0: not at all.</summary>
    public double ActionClip { get; init; } = 1;
}
