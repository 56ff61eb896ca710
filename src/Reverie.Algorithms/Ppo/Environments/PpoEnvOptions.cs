using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Algorithms.Ppo.Environments;

/// <summary>The environments of collection and of evaluation.</summary>
public sealed record PpoEnvOptions : IValidatableObject
{
    /// <summary>The id of both, where <c>train.id</c> follows it; null where each has its own.</summary>
    public string? Id { get; init; }

    /// <summary>The arguments of both, where <c>train.with</c> follows them.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    public PpoWorldOptions Train { get; init; } = new();

    public PpoWorldOptions Test { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Id is not null && Train.Id != Id)
        {
            yield return new ValidationResult(
                $"'env.id' is {Id}, but 'env.train.id' is {Train.Id ?? "nothing"}: give env.train.id, or take env=arrays or env=gymnasium, where it follows env.id.",
                ["id"]);
        }
        if (Arguments.Count > 0 && Train.Arguments.Count == 0)
            yield return new ValidationResult("'env.with' is given, but 'env.train.with' does not follow it here: give env.train.with.", ["with"]);
        foreach (var (name, world) in ((string, PpoWorldOptions)[])[("train", Train), ("test", Test)])
        {
            foreach (string key in world.Idle)
                yield return new ValidationResult($"'env.{name}.{key}' is about frames, and there are none: give env.{name}.size as well, or leave it out.", [$"{name}.{key}"]);
        }
    }
}
