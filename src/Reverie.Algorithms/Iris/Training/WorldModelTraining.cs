using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The second phase: what comes next, token by token, over segments of real experience. The tokenizer is frozen.</summary>
public sealed class WorldModelTraining(
    WorldModel worldModel, IFrameTokenizer tokenizer, WorldModelTrainingOptions options, double learningRate, int sequenceLength)
    : ComponentTraining("world_model", worldModel, WorldModelOptimizer.Create(worldModel, learningRate, options.WeightDecay), options)
{
    protected override int SegmentLength => sequenceLength;

    protected override SampleFrom SampleFrom => SampleFrom.Start;

    /// <summary>The three losses of a batch.</summary>
    public WorldModelLosses Losses(TensorBatch batch)
    {
        var tokens = tokenizer.EncodeTokens(batch[IrisPolicy.Image]);
        return worldModel.ComputeLoss(new(tokens, batch.Actions, batch.Rewards, batch.Ends, batch.MaskPadding));
    }

    protected override (Tensor Loss, IReadOnlyDictionary<string, Tensor> Parts) ComputeLoss(TensorBatch batch)
    {
        var losses = Losses(batch);
        if (Processes.Size > 1)
            losses = Weigh(losses);
        return (losses.Total, Parts(losses));
    }

    /// <summary>Each loss is a mean over steps that are not padding, and other processes may have more of them: weighed, their mean is that of all.</summary>
    private WorldModelLosses Weigh(WorldModelLosses losses)
    {
        var (whole, first, count) = Share;
        int own = whole.MaskPadding.AsSpan(first * sequenceLength, count * sequenceLength).Count(true), all = whole.MaskPadding.AsSpan().Count(true);
        double steps = Weight(own, all), tokens = Weight(worldModel.ForeseenTokens(own, count), worldModel.ForeseenTokens(all, whole.Count));
        return new(losses.Observations * tokens, losses.Rewards * steps, losses.Ends * steps);

        double Weight(long part, long total) => (double)part * Processes.Size / Math.Max(1, total);
    }

    internal static Dictionary<string, Tensor> Parts(WorldModelLosses losses) =>
        new() { ["loss_obs"] = losses.Observations, ["loss_rewards"] = losses.Rewards, ["loss_ends"] = losses.Ends };
}
