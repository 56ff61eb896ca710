using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Losses;

/// <summary>What the world model should have predicted; <see cref="Ignore"/> on padding.</summary>
/// <param name="Observations">[B (L K - 1)]: the token after each that is not the last of its observation.</param>
/// <param name="Rewards">[B L]: sign + 1.</param>
/// <param name="Ends">[B L]: 0 or 1.</param>
public readonly record struct WorldModelLabels(Tensor Observations, Tensor Rewards, Tensor Ends)
{
    /// <summary>The label that does not count.</summary>
    public const long Ignore = -100;

    /// <summary>Labels of a batch.</summary>
    /// <exception cref="ArgumentException">A row has more than one end: it runs across episodes.</exception>
    public static WorldModelLabels Compute(in WorldModelBatch batch)
    {
        if (batch.Ends.Long().Sum([1]).Max().ItemInt64() > 1)
            throw new ArgumentException("A training segment holds more than one end of an episode; cut segments at the end of their episode.");
        var padding = batch.MaskPadding.LogicalNot(); // [B, L]
        var observations = batch.ObservationTokens.MaskedFill(padding.Unsqueeze(-1), Ignore).Flatten(1).Slice(1, 1);
        var rewards = (batch.Rewards.Sign() + 1).Long().MaskedFill(padding, Ignore);
        var ends = batch.Ends.Long().MaskedFill(padding, Ignore);
        return new(observations.Reshape(-1), rewards.Reshape(-1), ends.Reshape(-1));
    }

    /// <summary>The tokens of every frame but the first, [B (L - 1) K].</summary>
    public static Tensor NextFrames(in WorldModelBatch batch)
    {
        var frames = batch.ObservationTokens.MaskedFill(batch.MaskPadding.LogicalNot().Unsqueeze(-1), Ignore);
        return frames.Narrow(1, 1, frames.Size(1) - 1).Reshape(-1);
    }
}
