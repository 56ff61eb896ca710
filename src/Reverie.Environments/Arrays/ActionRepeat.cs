namespace Reverie.Environments.Arrays;

/// <summary>
/// Takes each action several times, until the episode ends, and pays the sum. Of pictures the last two are merged, the brighter value of
/// each byte being kept: games draw some things in every other frame only.
/// </summary>
public sealed class ActionRepeat : ArrayDecorator
{
    private readonly int _times;
    private readonly int[] _images;
    private readonly byte[][] _previous;

    /// <param name="inner">The environment beneath.</param>
    /// <param name="times">How often, at least once.</param>
    /// <param name="mergeImages">Whether pictures are merged; say no where bytes of rank 3 are symbols.</param>
    public ActionRepeat(IArrayEnvironment inner, int times, bool mergeImages = true) : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        _times = times;
        _images = mergeImages && times > 1 ? [.. Enumerable.Range(0, Layout.Observations.Count).Where(i => Layout.Observations[i].IsImage)] : [];
        _previous = [.. _images.Select(i => new byte[Layout.Observations[i].ByteLength])];
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        double reward = 0;
        StepSignal signal = default;
        for (int frame = 1; frame <= _times && !signal.Done; frame++)
        {
            for (int i = 0; frame == _times && i < _images.Length; i++)
                observation.Bytes(_images[i]).CopyTo(_previous[i]);
            signal = Inner.Step(action, observation);
            reward += signal.Reward;
            for (int i = 0; frame == _times && i < _images.Length; i++)
                ByteMaximum.Write(observation.Bytes(_images[i]), _previous[i], observation.Bytes(_images[i]));
        }
        return signal with { Reward = reward };
    }
}
