using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Training of the three components.</summary>
public sealed record TrainingOptions : IValidatableObject
{
    /// <summary>Whether anything is trained.</summary>
    public bool Should { get; init; } = true;

    /// <summary>Learning rate of all three optimizers.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>
    /// How often segments are drawn from each of so many equal groups of episodes, the oldest first; null: all episodes are equally likely. So
    /// they are, too, while there are fewer episodes than groups.
    /// </summary>
    public IReadOnlyList<double>? SamplingWeights { get; init; }

    /// <summary>γ of the returns that the tokenizer's value loss learns; see <c>tokenizer.critic_loss_weight</c>.</summary>
    [Range(0.0, 1.0)]
    public double ReturnsGamma { get; init; } = 0.99;

    public TokenizerTrainingOptions Tokenizer { get; init; } = new() { BatchNumSamples = 256, StartAfterEpochs = 5 };

    public WorldModelTrainingOptions WorldModel { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 25 };

    public ActorCriticTrainingOptions ActorCritic { get; init; } = new() { BatchNumSamples = 64, StartAfterEpochs = 50 };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SamplingWeights is { } weights && (weights.Any(weight => weight is not (>= 0 and <= 1e9)) || !(weights.Sum() > 0)))
        {
            yield return new(
                "'training.sampling_weights' must be null or a list of numbers from 0 to 1e9 that are not all zero, the oldest episodes' first, such as " +
                "[0.25,0.25,0.5].",
                ["sampling_weights"]);
        }
    }
}
