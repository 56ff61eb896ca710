using System.ComponentModel.DataAnnotations;
using Reverie.Algorithms.Ppo.Environments;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Options;

/// <summary>Everything that a run of PPO can be told.</summary>
/// <remarks>Schulman et al., "Proximal Policy Optimization Algorithms", 2017.</remarks>
public sealed record PpoOptions : IRunOptions, IValidatableObject
{
    /// <summary>Which algorithm the run uses.</summary>
    public AlgoOptions Algo { get; init; } = new() { Name = PpoAlgorithm.RegisteredName };

    public PpoCommonOptions Common { get; init; } = new();

    /// <summary>How the run is labelled and whether its metrics are recorded.</summary>
    public WandbOptions Wandb { get; init; } = new() { Project = PpoAlgorithm.RegisteredName };

    /// <summary>Weights to start from.</summary>
    public PpoInitializationOptions Initialization { get; init; } = new();

    /// <summary>How often, in environment steps, checkpoints are written.</summary>
    public CheckpointOptions Checkpoint { get; init; } = new() { Every = 100_000 };

    public PpoEnvOptions Env { get; init; } = new();

    public RolloutOptions Collection { get; init; } = new();

    public NetworkOptions Network { get; init; } = new();

    public PpoTrainingOptions Training { get; init; } = new();

    public GuidanceOptions Guidance { get; init; } = new();

    public PpoEvaluationOptions Evaluation { get; init; } = new();

    public RunSettings Settings => new()
    {
        Device = Common.Device,
        Seed = (ulong)Common.Seed,
        KeepCheckpoints = Checkpoint.KeepLast,
        SavesCheckpoints = Common.DoCheckpoint,
        CheckpointUnit = "step",
        Labels = Wandb.Labels,
        Test = new(Env.Test.Id ?? "", (worlds, count, stop) => PpoWorlds.Make(worlds, Env.Test, "env.test", count, stop)),
        TestKey = "env.test.id",
        Acting = Evaluation.Acting,
    };

    /// <summary>What a rollout is cut up into: steps, or with a memory sequences.</summary>
    internal long Units => Network.Memory > 0
        ? (long)Collection.NumEnvs * Collection.NumSteps / Math.Max(1, Math.Min(Training.SequenceLength, Collection.NumSteps))
        : Collection.Steps;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (rollout, training) = (Collection, Training);
        long units = Units;
        string what = Network.Memory > 0 ? "sequences" : "steps";
        if (rollout.Steps > int.MaxValue / 4)
        {
            yield return new ValidationResult(
                $"'collection.num_envs' ({rollout.NumEnvs}) times 'collection.num_steps' ({rollout.NumSteps}) is more than one rollout can hold; lower one of them.",
                ["collection.num_envs", "collection.num_steps"]);
        }
        else if (units % training.Minibatches != 0)
        {
            yield return new ValidationResult(
                $"A rollout of {units} {what} (collection.num_envs={rollout.NumEnvs}, collection.num_steps={rollout.NumSteps}) cannot be cut into " +
                $"training.minibatches={training.Minibatches} equal parts; choose a divisor of {units}.",
                ["training.minibatches", "collection.num_envs", "collection.num_steps"]);
        }
        else if (training.NormaliseAdvantages && rollout.Steps / training.Minibatches < 2)
        {
            yield return new ValidationResult(
                "A minibatch of one step has no deviation to be normalised by; choose fewer training.minibatches, or training.normalise_advantages=false.",
                ["training.minibatches", "training.normalise_advantages"]);
        }
        if (Network.Memory > 0 && rollout.NumSteps % Math.Min(training.SequenceLength, rollout.NumSteps) != 0)
        {
            yield return new ValidationResult(
                $"'training.sequence_length' is {training.SequenceLength}, which does not divide 'collection.num_steps', {rollout.NumSteps}.",
                ["training.sequence_length", "collection.num_steps"]);
        }
        foreach (var found in Network.Mistakes().Concat(Guidance.Mistakes()))
            yield return found;
        if (Network.Separate == true && Env.Train.Size is not null)
            yield return new ValidationResult("Over frames actor and critic share the convolutions; set network.separate=null.", ["network.separate", "env.train.size"]);
        if (Env.Train.Size is null != Env.Test.Size is null)
        {
            yield return new ValidationResult(
                "'env.train.size' and 'env.test.size' must both be given or both be null: the agent sees pictures in both, or arrays.", ["env.train.size", "env.test.size"]);
        }
    }
}
