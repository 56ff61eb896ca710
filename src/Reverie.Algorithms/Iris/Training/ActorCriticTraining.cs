using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The third phase: behaviour, learned in imagination only. Real segments serve to begin rollouts, nothing else.</summary>
public sealed class ActorCriticTraining(
    ActorCritic actorCritic, Imagination imagination, ActorCriticTrainingOptions options, double learningRate, RealWorldModel? realWorld = null)
    : ComponentTraining("actor_critic", actorCritic, new Adam(actorCritic.Parameters(), learningRate), options)
{
    /// <summary>What advantages are divided by; null where they are not.</summary>
    public RunningScale? AdvantageScale { get; } = options.NormalizeAdvantages ? new() : null;

    protected override int SegmentLength => options.BurnIn + 1;

    protected override int StepsToReward => options.ImagineHorizon;

    // The last step of a segment is always real: the rollout begins there.
    protected override SampleFrom SampleFrom => SampleFrom.Stop;

    protected override void Sample(EpisodeDataset dataset, IRandomSource random, SegmentBatch batch)
    {
        base.Sample(dataset, random, batch);
        realWorld?.BeginAtTheEndOf(batch, dataset);
    }

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch)
    {
        var rollout = imagination.Run(batch[IrisPolicy.Image], batch.MaskPadding, options.ImagineHorizon);
        actorCritic.DetachMemory();
        var losses = ActorCriticLosses.Compute(rollout, new(options.Gamma, options.Lambda, options.EntropyWeight, options.IgnoreAfterEnd), AdvantageScale, Processes);
        return (losses.Total, new Dictionary<string, Tensor>
        {
            ["loss_actions"] = losses.Actions,
            ["loss_values"] = losses.Values,
            ["loss_entropy"] = losses.Entropy,
            ["imagined_reward"] = rollout.Rewards.Sum([1]).Mean(),
        });
    }
}
