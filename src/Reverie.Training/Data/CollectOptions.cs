using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Data;

/// <summary>How actions are chosen and when a collection stops.</summary>
public sealed record CollectOptions : IValidatableObject
{
    /// <summary>Probability that a step's actions are uniformly random.</summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 0.01;

    /// <summary>Whether actions are sampled; otherwise the likeliest is taken.</summary>
    public bool ShouldSample { get; init; } = true;

    /// <summary>Divisor of the policy's logits when sampling.</summary>
    [Range(1e-6, 1e6)]
    public double Temperature { get; init; } = 1.0;

    /// <summary>Frames of an unfinished episode that the actor sees again before going on.</summary>
    [Range(0, int.MaxValue)]
    public int BurnIn { get; init; } = 20;

    /// <summary>Environment steps per collection; null when it counts episodes.</summary>
    [Range(1, int.MaxValue)]
    public int? NumSteps { get; init; }

    /// <summary>Episodes per collection; null when it counts steps.</summary>
    [Range(1, int.MaxValue)]
    public int? NumEpisodes { get; init; }

    /// <summary>How actions are chosen, by itself.</summary>
    public ActingOptions Acting => new(ShouldSample, Temperature, Epsilon);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NumSteps is null == NumEpisodes is null)
            yield return new ValidationResult("A collection needs either 'num_steps' or 'num_episodes'; set one and make the other null.", ["num_steps", "num_episodes"]);
    }
}
