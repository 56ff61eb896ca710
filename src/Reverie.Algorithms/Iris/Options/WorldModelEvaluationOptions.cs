using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Evaluation of the world model.</summary>
public sealed record WorldModelEvaluationOptions : ComponentEvaluationOptions, IValidatableObject
{
    private const int MostSteps = 1 << 12;

    /// <summary>Dreams under the actions of test episodes, compared with what really came; 0: none.</summary>
    [Range(0, 1 << 16)]
    public int Dreams { get; init; } = 64;

    /// <summary>Steps of a dream after which it is compared, counted from 1.</summary>
    public IReadOnlyList<int> DreamSteps { get; init; } = [1, 5, 10, 15];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DreamSteps.Count == 0 || DreamSteps.Any(step => step is < 1 or > MostSteps) || DreamSteps.Distinct().Count() < DreamSteps.Count)
            yield return new($"'dream_steps' must be different numbers from 1 to {MostSteps}, such as [1, 5, 10, 15]; set dreams=0 for no dreams.", ["dream_steps"]);
    }
}
