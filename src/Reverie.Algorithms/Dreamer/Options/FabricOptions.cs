using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>Where a run trains. Lightning's keys, as far as there is one process and one device.</summary>
public sealed record FabricOptions : IValidatableObject
{
    /// <summary><c>cpu</c>, <c>cuda</c>, <c>gpu</c> or <c>auto</c> (a GPU if there is one).</summary>
    public string Accelerator { get; init; } = "auto";

    /// <summary>Only 1.</summary>
    [Range(1, 1)]
    public int Devices { get; init; } = 1;

    /// <summary>Only 1.</summary>
    [Range(1, 1)]
    public int NumNodes { get; init; } = 1;

    /// <summary>Only <c>auto</c>.</summary>
    public string Strategy { get; init; } = "auto";

    /// <summary>Only <c>32-true</c>.</summary>
    public string Precision { get; init; } = "32-true";

    /// <summary>As the house says it.</summary>
    internal string Device => Accelerator == "gpu" ? "cuda" : Accelerator;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Strategy != "auto")
            yield return new ValidationResult($"fabric.strategy={Strategy} is not there: a run has one process on one device; leave it at auto.", ["strategy"]);
        if (Precision is not ("32-true" or "32"))
            yield return new ValidationResult($"fabric.precision={Precision} is not there; Dreamer computes in 32-true.", ["precision"]);
    }
}
