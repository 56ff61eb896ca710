using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>An optimizer, as PyTorch names it.</summary>
public sealed record OptimizerOptions : IValidatableObject
{
    internal const string Adam = "torch.optim.Adam", AdamW = "torch.optim.AdamW", Sgd = "torch.optim.SGD", LaProp = "LaProp";

    private static readonly string[] Known = [Adam, AdamW, Sgd, LaProp];

    /// <summary><c>torch.optim.Adam</c>, <c>torch.optim.AdamW</c>, <c>torch.optim.SGD</c> or <c>LaProp</c>.</summary>
    [JsonPropertyName("_target_")]
    public string Target { get; init; } = Adam;

    [Range(1e-12, 1e3)]
    public double Lr { get; init; } = 1e-4;

    /// <summary>Added to a root by all but SGD, which has none.</summary>
    [Range(0.0, 1.0)]
    public double Eps { get; init; } = 1e-8;

    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; }

    /// <summary>Of the averages of gradients and of their squares; SGD has none.</summary>
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.999];

    /// <summary>Of SGD.</summary>
    [Range(0.0, 1.0)]
    public double Momentum { get; init; }

    /// <summary>Of LaProp: a gradient's norm is at most this share of its parameter's; 0: any.</summary>
    [Range(0.0, 1e6)]
    public double Agc { get; init; } = 0.3;

    /// <summary>Of LaProp: a parameter's norm counts as this at least.</summary>
    [Range(0.0, 1e6)]
    public double Pmin { get; init; } = 1e-3;

    /// <summary>Of LaProp: steps in which the learning rate rises from 0.</summary>
    [Range(0, int.MaxValue)]
    public int Warmup { get; init; } = 1000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Known.Contains(Target))
            yield return new ValidationResult($"'_target_' is {Target}, and there are {string.Join(", ", Known)}.", ["_target_"]);
        if (Momentum >= 1)
            yield return new ValidationResult($"'momentum' is {Momentum}, and must be below 1.", ["momentum"]);
        if (Betas is not [>= 0 and < 1, >= 0 and < 1])
            yield return new ValidationResult("'betas' are two numbers, at least 0 and below 1.", ["betas"]);
    }
}
