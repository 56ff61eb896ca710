using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Training of the three components.</summary>
public sealed record TrainingOptions
{
    /// <summary>Whether anything is trained.</summary>
    public bool Should { get; init; } = true;

    /// <summary>Learning rate of all three optimizers.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 1e-4;

    public ComponentTrainingOptions Tokenizer { get; init; } = new() { BatchNumSamples = 256, StartAfterEpochs = 5 };

    public WorldModelTrainingOptions WorldModel { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 25 };

    public ActorCriticTrainingOptions ActorCritic { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 50 };
}
