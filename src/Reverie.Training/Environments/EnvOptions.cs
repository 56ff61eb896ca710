using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Training.Environments;

/// <summary>The environments of collection and of evaluation.</summary>
public sealed record EnvOptions : IValidatableObject
{
    /// <summary>The id of both, where <c>train.id</c> follows it (env=atari, env=gymnasium); null where each has its own.</summary>
    public string? Id { get; init; }

    /// <summary>The arguments of both, where <c>train.with</c> follows them.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    public EnvInstanceOptions Train { get; init; } = new();

    public EnvInstanceOptions Test { get; init; } = new() { MaxEpisodeSteps = 108_000, NoopMax = 1, DoneOnLifeLoss = false };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Id is not null && Train.Id != Id)
        {
            yield return new ValidationResult(
                $"'env.id' is {Id}, but 'env.train.id' is {Train.Id ?? "nothing"}: give env.train.id, or take env=atari or env=gymnasium, where it follows env.id.",
                ["id"]);
        }
        if (Arguments.Count > 0 && Train.Arguments.Count == 0)
            yield return new ValidationResult("'env.with' is given, but 'env.train.with' does not follow it here: give env.train.with.", ["with"]);
    }
}
