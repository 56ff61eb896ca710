using Reverie.Agents.Iris;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Data;
using Reverie.Training.Iris.Options;
using Reverie.WorldModels.Iris;

namespace Reverie.Training.Iris;

/// <summary>The third phase: behaviour, learned in imagination only. Real segments serve to begin rollouts, nothing else.</summary>
public sealed class ActorCriticTraining(
    ActorCritic actorCritic, IFrameTokenizer frames, WorldModelEnvironment imagination, ITokenSampler actions, ActorCriticTrainingOptions options, double learningRate)
    : ComponentTraining("actor_critic", actorCritic, new Adam(actorCritic.Parameters(), learningRate), options)
{
    protected override int SegmentLength => options.BurnIn + 1;

    // The last step of a segment is always real: the rollout begins there.
    protected override SampleFrom SampleFrom => SampleFrom.Stop;

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch, SegmentBatch segments)
    {
        var rollout = actorCritic.Imagine(batch.Observations, batch.MaskPadding, frames, imagination, actions, options.ImagineHorizon);
        var losses = actorCritic.ComputeLoss(rollout, options.Gamma, options.Lambda, options.EntropyWeight);
        return (losses.Total, new Dictionary<string, Tensor>
        {
            ["loss_actions"] = losses.Actions,
            ["loss_values"] = losses.Values,
            ["loss_entropy"] = losses.Entropy,
            ["imagined_reward"] = rollout.Rewards.Sum([1]).Mean(),
        });
    }
}
