using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Evaluation during training.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Whether to evaluate.</summary>
    public bool Should { get; init; } = true;

    /// <summary>Epochs between evaluations.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 5;

    /// <summary>Share of successful test episodes (those with a positive return) at which the run ends early; null never.</summary>
    [Range(0.0, 1.0)]
    public double? SolvedAt { get; init; }

    public TokenizerEvaluationOptions Tokenizer { get; init; } = new() { BatchNumSamples = 256, StartAfterEpochs = 5 };

    public WorldModelEvaluationOptions WorldModel { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 25 };

    public ActorCriticEvaluationOptions ActorCritic { get; init; } = new();
}
