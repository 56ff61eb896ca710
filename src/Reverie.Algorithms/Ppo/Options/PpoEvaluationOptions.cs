using System.ComponentModel.DataAnnotations;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Ppo.Options;

/// <summary>Evaluation during training, and how the trained agent acts.</summary>
public sealed record PpoEvaluationOptions
{
    /// <summary>Whether to evaluate.</summary>
    public bool Should { get; init; } = true;

    /// <summary>Environment steps between evaluations; there is one behind the last update in any case.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 100_000;

    /// <summary>Episodes of an evaluation.</summary>
    [Range(1, 1 << 20)]
    public int Episodes { get; init; } = 100;

    /// <summary>Environments side by side.</summary>
    [Range(1, 4096)]
    public int NumEnvs { get; init; } = 16;

    /// <summary>Whether actions are drawn from the policy; otherwise the likeliest is taken.</summary>
    public bool ShouldSample { get; init; } = true;

    /// <summary>Divisor of the logits where actions are drawn.</summary>
    [Range(1e-6, 1e6)]
    public double Temperature { get; init; } = 1;

    /// <summary>Share of successful episodes at which the run ends early; null never.</summary>
    [Range(0.0, 1.0)]
    public double? SolvedAt { get; init; }

    /// <summary>Mean return at which the run ends early; null never.</summary>
    [Range(-1e9, 1e9)]
    public double? SolvedReturn { get; init; }

    /// <summary>Episodes to film at each evaluation.</summary>
    [Range(0, 1000)]
    public int FilmEpisodes { get; init; }

    internal ActingOptions Acting => new(ShouldSample, Temperature);
}
