using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Everything that an IRIS run can be told; the keys are those of IRIS's own configuration, the defaults too.</summary>
/// <remarks>Micheli, Alonso and Fleuret, "Transformers are Sample-Efficient World Models", ICLR 2023.</remarks>
public sealed record IrisOptions : IRunOptions, IValidatableObject
{
    /// <summary>Red, green and blue.</summary>
    internal const int FrameChannels = 3;

    /// <summary>Which algorithm the run uses.</summary>
    public AlgoOptions Algo { get; init; } = new() { Name = "iris" };

    public CommonOptions Common { get; init; } = new();

    /// <summary>How the run is labelled and whether its metrics are recorded.</summary>
    public WandbOptions Wandb { get; init; } = new();

    /// <summary>Weights to start from.</summary>
    public InitializationOptions Initialization { get; init; } = new();

    public CheckpointOptions Checkpoint { get; init; } = new();

    public EnvOptions Env { get; init; } = new();

    public CollectionOptions Collection { get; init; } = new();

    public TrainingOptions Training { get; init; } = new();

    public EvaluationOptions Evaluation { get; init; } = new();

    public FrameTokenizerOptions Tokenizer { get; init; } = new();

    public WorldModelOptions WorldModel { get; init; } = new();

    public ActorCriticOptions ActorCritic { get; init; } = new();

    public DatasetsOptions Datasets { get; init; } = new();

    public RunSettings Settings => new()
    {
        Device = Common.Device,
        Seed = (ulong)Common.Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        SavesCheckpoints = Common.DoCheckpoint,
        CheckpointUnit = "epoch",
        Labels = Wandb.Labels,
        Test = new(Env.Test.Id!, (worlds, count, stop) => PixelWorlds.Make(worlds, Env.Test, "env.test", count, stop)),
        TestKey = "env.test.id",
        Acting = Collection.Test.Config.Acting,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        bool isVq = Tokenizer.Type == TokenizerKind.Vq, seesFrames = ActorCritic.Sees == ActorSight.Frames;
        if (isVq && WorldModel.TokensPerBlock != 0 && WorldModel.TokensPerBlock != Tokenizer.TokensPerFrame + 1)
        {
            yield return new ValidationResult(
                $"'world_model.tokens_per_block' is {WorldModel.TokensPerBlock}, but this tokenizer makes {Tokenizer.TokensPerFrame} tokens a frame; " +
                $"with the action that is {Tokenizer.TokensPerFrame + 1}.",
                ["world_model.tokens_per_block"]);
        }
        if (Common.SequenceLength > WorldModel.MaxBlocks)
        {
            yield return new ValidationResult(
                $"'common.sequence_length' is {Common.SequenceLength}, but the world model holds only world_model.max_blocks={WorldModel.MaxBlocks} steps.",
                ["common.sequence_length", "world_model.max_blocks"]);
        }
        if (isVq && (Env.Train.Size != Tokenizer.Encoder.Resolution || Env.Test.Size != Tokenizer.Encoder.Resolution))
        {
            yield return new ValidationResult(
                $"'env.train.size' and 'env.test.size' must equal 'tokenizer.encoder.resolution', which is {Tokenizer.Encoder.Resolution}.",
                ["env.train.size", "env.test.size", "tokenizer.encoder.resolution"]);
        }
        if (seesFrames && ActorCritic.Resolution != Env.Train.Size)
        {
            yield return new ValidationResult(
                $"'actor_critic.resolution' is {ActorCritic.Resolution}, but it must equal 'env.train.size', which is {Env.Train.Size}.",
                ["actor_critic.resolution", "env.train.size"]);
        }
        foreach (var (key, channels) in ((string Key, int Channels)[])
            [("tokenizer.encoder.in_channels", Tokenizer.Encoder.InChannels), ("tokenizer.encoder.out_ch", Tokenizer.Encoder.OutChannels),
                ("actor_critic.in_channels", ActorCritic.InChannels)])
        {
            if (channels != FrameChannels)
                yield return new ValidationResult($"'{key}' is {channels}, but frames have {FrameChannels} channels: red, green and blue.", [key]);
        }
        foreach (var unfit in SymbolRules.Validate(this))
            yield return unfit;
        if (Training.Should && Collection.Train.StopAfterEpochs < 1)
        {
            yield return new ValidationResult(
                "'collection.train.stop_after_epochs' is 0, so that there would be nothing to train on; give 1 or more, or set training.should=false.",
                ["collection.train.stop_after_epochs"]);
        }
        if (Tokenizer.CriticLossWeight <= 0 && Training.ReturnsGamma != new TrainingOptions().ReturnsGamma)
        {
            yield return new ValidationResult(
                "'training.returns_gamma' is for the tokenizer's value loss, which is off; give tokenizer.critic_loss_weight, or leave it out.",
                ["training.returns_gamma"]);
        }
        if (!Tokenizer.ShouldTrain && !Initialization.LoadTokenizer)
        {
            yield return new ValidationResult(
                "'tokenizer.should_train' is False, so that the tokenizer stays as it is, and none is loaded; give initialization.path_to_checkpoint=PATH and " +
                "initialization.load_tokenizer=True, or leave should_train out.",
                ["tokenizer.should_train", "initialization.load_tokenizer"]);
        }
        if (Tokenizer.IsOfLanguage && (WorldModel.Type != WorldModelKind.Llm || WorldModel.HfModel is not { Name: not null, FromPretrained: true }))
        {
            yield return new ValidationResult(
                "'tokenizer.codebook' takes its codes from the words of the world model's language model, and the world model is no pretrained one; choose " +
                "world_model=llm with world_model.hf_model.name=NAME_OR_FOLDER, or tokenizer.codebook=learned.",
                ["tokenizer.codebook", "world_model.type"]);
        }
        foreach (var tooLarge in BatchMemory.Validate(this))
            yield return tooLarge;
    }
}
