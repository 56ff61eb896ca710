using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>An optimizer, as PyTorch names it.</summary>
public sealed record OptimizerOptions : IValidatableObject
{
    private const string Adam = "torch.optim.Adam", AdamW = "torch.optim.AdamW";

    /// <summary><c>torch.optim.Adam</c> or <c>torch.optim.AdamW</c>.</summary>
    [JsonPropertyName("_target_")]
    public string Target { get; init; } = Adam;

    [Range(1e-12, 1e3)]
    public double Lr { get; init; } = 1e-4;

    [Range(0.0, 1.0)]
    public double Eps { get; init; } = 1e-8;

    [Range(0.0, 1e3)]
    public double WeightDecay { get; init; }

    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.999];

    internal bool IsDecoupled => Target == AdamW;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Target is not (Adam or AdamW))
            yield return new ValidationResult($"'_target_' is {Target}, and there are {Adam} and {AdamW}.", ["_target_"]);
        if (Betas is not [>= 0 and < 1, >= 0 and < 1])
            yield return new ValidationResult("'betas' are two numbers, at least 0 and below 1.", ["betas"]);
    }
}
