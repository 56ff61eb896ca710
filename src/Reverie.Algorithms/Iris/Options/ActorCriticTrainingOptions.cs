using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Training of the actor-critic in imagination.</summary>
public sealed record ActorCriticTrainingOptions : ComponentTrainingOptions
{
    /// <summary>Imagined steps per rollout; the last one only gives the value behind the others.</summary>
    [Range(2, 1 << 16)]
    public int ImagineHorizon { get; init; } = 20;

    /// <summary>Real frames that the actor sees before a rollout starts.</summary>
    [Range(0, int.MaxValue)]
    public int BurnIn { get; init; } = 20;

    /// <summary>Discount.</summary>
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.995;

    /// <summary>λ of the λ-returns.</summary>
    [Range(0.0, 1.0)]
    [JsonPropertyName("lambda_")]
    public double Lambda { get; init; } = 0.95;

    /// <summary>Weight of the policy's entropy.</summary>
    [Range(0.0, 1e6)]
    public double EntropyWeight { get; init; } = 0.001;

    /// <summary>Whether advantages are divided by their running size (not in the paper), so that rare rewards weigh as much as the entropy.</summary>
    public bool NormalizeAdvantages { get; init; }

    /// <summary>Whether steps behind an imagined end teach nothing; in the paper they count like the others.</summary>
    public bool IgnoreAfterEnd { get; init; }
}
