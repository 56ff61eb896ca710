using Reverie.Algorithms.Dreamer.Networks;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>What actions are drawn from.</summary>
public sealed record DistributionOptions
{
    /// <summary><c>auto</c>, <c>discrete</c>, <c>normal</c>, <c>tanh_normal</c> or <c>scaled_normal</c>.</summary>
    public ActionDistributionKind Type { get; init; } = ActionDistributionKind.Auto;
}
