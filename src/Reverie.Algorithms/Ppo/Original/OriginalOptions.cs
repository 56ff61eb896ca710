using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>Everything that a run of the founding project's PPO can be told; the keys are those of its <c>hyperparams.json</c>, and the defaults too.</summary>
/// <remarks>Duric, Kajda and Hanssen, "Large Language Models in Reinforcement Learning - A Comparison of Methods", 2023.</remarks>
public sealed record OriginalOptions : IRunOptions, IValidatableObject
{
    /// <summary>Which algorithm the run uses.</summary>
    public AlgoOptions Algo { get; init; } = new() { Name = OriginalAlgorithm.RegisteredName };

    public OriginalCommonOptions Common { get; init; } = new();

    /// <summary>How the run is labelled and whether its metrics are recorded.</summary>
    public WandbOptions Wandb { get; init; } = new() { Project = OriginalAlgorithm.RegisteredName };

    /// <summary>How often, in rollouts, checkpoints and results are written.</summary>
    public CheckpointOptions Checkpoint { get; init; } = new() { Every = 10 };

    /// <summary>The level.</summary>
    [Required]
    public string? EnvName { get; init; } = "MiniGrid-DoorKey-8x8-v0";

    /// <summary>Rollouts, of one episode each, with an update behind each.</summary>
    [Range(1, int.MaxValue)]
    public int Rollouts { get; init; } = 2000;

    /// <summary>Slots of the buffer, and steps after which the level cuts an episode off.</summary>
    [Range(1, 1 << 20)]
    public int Steps { get; init; } = 1024;

    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.99;

    [Range(1, 1 << 20)]
    public int NumMinibatches { get; init; } = 8;

    [Range(0.0, 100.0)]
    public double ClipEpsilon { get; init; } = 0.2;

    [Range(0.0, 1e6)]
    public double ValueLossCoef { get; init; } = 0.3;

    [Range(0.0, 1e6)]
    public double EntropyCoef { get; init; }

    [Range(0.0, 1.0)]
    public double Lr { get; init; } = 3e-4;

    [Range(1, 10_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Whether advised actions are paid for (the advisor).</summary>
    public bool LlamaReward { get; init; } = true;

    /// <summary>Whether advice moves the policy (the coach); both together are A2C2.</summary>
    public bool LlamaPolicy { get; init; } = true;

    /// <summary>Where the returns of all episodes go, a .npy file below the run's folder.</summary>
    public string ResultsFile { get; init; } = "data/doorkey_both1";

    /// <summary>Whether the same caption pays again and again in an episode.</summary>
    public bool AllowFarming { get; init; }

    /// <summary>Who advises, in the place of the project's Llama 2.</summary>
    public AdviserOptions Adviser { get; init; } = new();

    /// <summary>The advisor's threshold and modifier.</summary>
    public OriginalStrength Reward { get; init; } = new() { Modifier = 0.005 };

    /// <summary>The coach's threshold and modifier.</summary>
    public OriginalStrength Policy { get; init; } = new() { Modifier = 0.01 };

    public RunSettings Settings => new()
    {
        Device = "cpu",
        Seed = (ulong)Common.Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        SavesCheckpoints = Common.DoCheckpoint,
        CheckpointUnit = "rollout",
        Labels = Wandb.Labels,
        Test = new(EnvName ?? "", (worlds, count, stop) => EnvironmentFactory.MakeVector(worlds, World, "env_name", count, stop)),
        TestKey = "env_name",
        Acting = new ActingOptions(),
    };

    internal EnvironmentOptions World => new() { Id = EnvName, Arguments = new Dictionary<string, object?> { ["max_steps"] = (long)Steps } };

    internal GuidanceOptions Guidance => new()
    {
        Kind = (LlamaReward, LlamaPolicy) switch
        {
            (true, true) => GuidanceKind.Both,
            (true, false) => GuidanceKind.Shaping,
            (false, true) => GuidanceKind.Policy,
            _ => GuidanceKind.None,
        },
        Adviser = Adviser,
        Mixing = MixingKind.Original,
        Threshold = Policy.Threshold,
        Modifier = Policy.Modifier,
        Shaping = new() { Threshold = Reward.Threshold, Modifier = Reward.Modifier, AllowFarming = AllowFarming },
    };

    internal LossOptions Losses => new()
    {
        Clip = ClipEpsilon,
        ValueLoss = ValueLossKind.Plain,
        ValueCoefficient = ValueLossCoef,
        EntropyCoefficient = EntropyCoef,
        MaxGradNorm = null,
        NormaliseAdvantages = false,
        Epochs = Epochs,
        Minibatches = NumMinibatches,
    };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Steps % NumMinibatches != 0)
            yield return new ValidationResult($"'steps' is {Steps}, which 'num_minibatches' ({NumMinibatches}) does not divide.", ["num_minibatches", "steps"]);
        if (string.IsNullOrWhiteSpace(ResultsFile) || Path.IsPathRooted(ResultsFile) || ResultsFile.Split('/', '\\').Contains(".."))
            yield return new ValidationResult("'results_file' is a path below the run's folder, such as data/doorkey_both1.", ["results_file"]);
    }
}
