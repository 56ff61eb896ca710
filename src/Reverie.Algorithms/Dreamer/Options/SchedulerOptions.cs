using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>How the learning rate changes from gradient step to gradient step, in the words of Transformers' <c>get_scheduler</c>.</summary>
public sealed record SchedulerOptions : IValidatableObject
{
    private const string GetScheduler = "transformers.get_scheduler";

    /// <summary>Only <c>transformers.get_scheduler</c>, in any module of Transformers.</summary>
    [JsonPropertyName("_target_")]
    public string Target { get; init; } = GetScheduler;

    public SchedulerKind Name { get; init; } = SchedulerKind.Constant;

    /// <summary>Gradient steps in which the rate rises to its peak.</summary>
    [Range(0, long.MaxValue)]
    public long NumWarmupSteps { get; init; }

    /// <summary>Gradient steps after which it has fallen to 0, where it stays; null: all of the run.</summary>
    [Range(1, long.MaxValue)]
    public long? NumTrainingSteps { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Target.StartsWith("transformers.", StringComparison.Ordinal) || !Target.EndsWith(".get_scheduler", StringComparison.Ordinal))
            yield return new ValidationResult($"'_target_' is {Target}, and there is {GetScheduler}.", ["_target_"]);
        if (Name == SchedulerKind.Constant && NumWarmupSteps > 0)
            yield return new ValidationResult("'num_warmup_steps' is given, and 'name' is constant; take constant_with_warmup, linear or cosine.", ["num_warmup_steps"]);
        if (NumTrainingSteps <= NumWarmupSteps)
            yield return new ValidationResult("'num_training_steps' counts those of the warm-up, too; give more than 'num_warmup_steps'.", ["num_training_steps"]);
    }

    /// <summary>The factor of the peak rate, by gradient step.</summary>
    /// <param name="all">Gradient steps of the run.</param>
    internal Func<long, double> Schedule(long all) => Name switch
    {
        SchedulerKind.Linear => LearningRateSchedule.Linear(NumWarmupSteps, NumTrainingSteps ?? all),
        SchedulerKind.Cosine => LearningRateSchedule.Cosine(NumWarmupSteps, NumTrainingSteps ?? all),
        SchedulerKind.ConstantWithWarmup => LearningRateSchedule.Warmup(NumWarmupSteps),
        _ => LearningRateSchedule.Constant(),
    };
}

/// <summary>The shapes of a learning rate over time.</summary>
public enum SchedulerKind
{
    /// <summary>Always the peak.</summary>
    Constant,

    /// <summary>Rises, and stays.</summary>
    ConstantWithWarmup,

    /// <summary>Rises, and falls in a straight line.</summary>
    Linear,

    /// <summary>Rises, and falls along half a cosine.</summary>
    Cosine,
}
