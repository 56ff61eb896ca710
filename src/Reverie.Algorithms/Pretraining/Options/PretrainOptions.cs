using System.ComponentModel.DataAnnotations;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Everything that training a language model can be told.</summary>
public sealed record PretrainOptions : IRunOptions, IValidatableObject
{
    public PretrainCommonOptions Common { get; init; } = new();

    /// <summary>The text.</summary>
    public TextOptions Data { get; init; } = new();

    /// <summary>The tokenizer: one that exists, or how to train one.</summary>
    public TokenizerChoice Tokenizer { get; init; } = new();

    /// <summary>The network: one that exists, or the architecture of a new one.</summary>
    public ModelChoice Model { get; init; } = new();

    public OptimizationOptions Training { get; init; } = new();

    public ValidationOptions Validation { get; init; } = new();

    /// <summary>Text that the model writes on the way.</summary>
    public SampleOptions Samples { get; init; } = new();

    public CheckpointOptions Checkpoint { get; init; } = new() { Every = 500 };

    public OutputOptions Output { get; init; } = new();

    /// <summary>Where metrics go besides the run folder, and how the run is labelled.</summary>
    public WandbOptions Wandb { get; init; } = new() { Project = PretrainingAlgorithm.RegisteredName };

    public RunSettings Settings => new()
    {
        Device = Common.Device,
        Seed = (ulong)Common.Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        Labels = Wandb.Labels with { Name = Wandb.Name ?? Output.Name },
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Data.Files.Count == 0 && Data.Corpus == Corpora.CorpusKind.None)
            yield return new ValidationResult("There is no text to learn from; give data.files=[FILE, ...], or data.corpus=grid or markov.", ["data.files"]);
        if (Model.From is null && Model.Config.Count == 0)
            yield return new ValidationResult("There is no model to train; choose model=gpt2, or give model.from=NAME_OR_FOLDER.", ["model.from"]);
        if (Model.From is not null && Model.Config.Count > 0)
            yield return new ValidationResult("'model.from' brings its own architecture; leave model.config out (model=pretrained).", ["model.config"]);
        if (Training.WarmupSteps > Training.Steps)
        {
            yield return new ValidationResult(
                $"'training.warmup_steps' is {Training.WarmupSteps}, more than the {Training.Steps} steps of 'training.steps'.",
                ["training.warmup_steps", "training.steps"]);
        }
        if (Training.BatchSize * (Data.SequenceLength + 1L) > Array.MaxLength)
        {
            yield return new ValidationResult(
                $"'training.batch_size' ({Training.BatchSize}) times 'data.sequence_length' ({Data.SequenceLength}) are more tokens than one pass can have, " +
                $"which is {Array.MaxLength}; lower one of them.",
                ["training.batch_size", "data.sequence_length"]);
        }
    }
}
