using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Losses;

/// <summary>Three cross-entropies, each a mean over the steps that are not padding.</summary>
public readonly record struct WorldModelLosses(Tensor Observations, Tensor Rewards, Tensor Ends)
{
    /// <summary>Their sum.</summary>
    public Tensor Total => Observations + Rewards + Ends;

    /// <summary>Of models that foresee whole frames: the first frame of a segment is given.</summary>
    internal static WorldModelLosses OfSteps(WorldModelPrediction predicted, in WorldModelBatch batch)
    {
        var labels = WorldModelLabels.Compute(batch);
        return new(
            F.CrossEntropy(predicted.Observations.Flatten(0, 2), WorldModelLabels.NextFrames(batch)),
            F.CrossEntropy(predicted.Rewards.Flatten(0, 1), labels.Rewards),
            F.CrossEntropy(predicted.Ends.Flatten(0, 1), labels.Ends));
    }
}
