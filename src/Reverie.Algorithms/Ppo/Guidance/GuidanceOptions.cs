using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Advice: who gives it and what it does.</summary>
public sealed record GuidanceOptions
{
    /// <summary><c>none</c>, <c>direct</c>, <c>shaping</c>, <c>policy</c> or <c>both</c>.</summary>
    public GuidanceKind Kind { get; init; }

    public AdviserOptions Adviser { get; init; } = new();

    /// <summary>How advice is mixed in: <c>probability</c>, or <c>original</c>.</summary>
    public MixingKind Mixing { get; init; } = MixingKind.Probability;

    /// <summary>With mixing in probability: how much it weighs.</summary>
    public WeightOptions Weight { get; init; } = new();

    /// <summary>With mixing in probability: softness of the advice, q = softmax(scores / T).</summary>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 0.05;

    /// <summary>With the original mixing: only advice above it counts.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 0.84;

    /// <summary>With the original mixing: how far the logits are moved, in parts of their norm.</summary>
    [Range(0.0, 1000.0)]
    public double Modifier { get; init; } = 0.01;

    public ShapingOptions Shaping { get; init; } = new();

    /// <summary>Whether actions are chosen with advice.</summary>
    internal bool Acts => Kind is GuidanceKind.Direct or GuidanceKind.Policy or GuidanceKind.Both;

    /// <summary>Whether the update must know what was advised.</summary>
    internal bool MixesInProbability => Acts && Mixing == MixingKind.Probability;

    /// <summary>Whether rewards are shaped.</summary>
    internal bool Pays => Kind is GuidanceKind.Shaping or GuidanceKind.Both;

    internal IEnumerable<ValidationResult> Mistakes()
    {
        if (Kind == GuidanceKind.Direct && Mixing == MixingKind.Original)
            yield return new ValidationResult("'guidance.kind=direct' mixes nothing; leave guidance.mixing=probability.", ["guidance.mixing", "guidance.kind"]);
    }
}
