using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Iris.Options;

/// <summary>Evaluation during training.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Whether to evaluate.</summary>
    public bool Should { get; init; } = true;

    /// <summary>Epochs between evaluations.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 5;

    public TokenizerEvaluationOptions Tokenizer { get; init; } = new() { BatchNumSamples = 256, StartAfterEpochs = 5 };

    public ComponentEvaluationOptions WorldModel { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 25 };

    public ActorCriticEvaluationOptions ActorCritic { get; init; } = new();
}
