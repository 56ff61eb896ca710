using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>Tests while training goes on, in the run's environment and in others.</summary>
public sealed record DreamerEvaluationOptions : IValidatableObject
{
    /// <summary>Steps of the policy between two tests; there is one behind the last step, too. 0: none.</summary>
    [Range(0, long.MaxValue)]
    public long Every { get; init; }

    /// <summary>Episodes in each environment.</summary>
    [Range(1, 1 << 20)]
    public int Episodes { get; init; } = 50;

    /// <summary>Environments side by side.</summary>
    [Range(1, 4096)]
    public int NumEnvs { get; init; } = 16;

    /// <summary>Other environments that show and take the same, by the names that they have in the log.</summary>
    public Dictionary<string, ElsewhereOptions> Elsewhere { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string name in Elsewhere.Keys.Where(name => name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_')))
            yield return new($"'elsewhere' has '{name}', which becomes a part of names in the log; use letters, digits and '_' only.", ["elsewhere"]);
    }
}

/// <summary>An environment other than the run's; what is left out is as there.</summary>
public sealed record ElsewhereOptions
{
    /// <summary>Registered id.</summary>
    public string? Id { get; init; }

    /// <summary>Wrappers, the innermost first.</summary>
    public IReadOnlyList<WrapperOptions>? Wrappers { get; init; }

    /// <summary>Arguments of the environment.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?>? Arguments { get; init; }

    internal DreamerEnvOptions In(DreamerEnvOptions own) => own with { Id = Id ?? own.Id, Wrappers = Wrappers ?? own.Wrappers, Arguments = Arguments ?? own.Arguments };
}
