namespace Reverie.Environments.Arrays;

/// <summary>Cuts episodes off after so many steps of the environment beneath.</summary>
public sealed class EpisodeLimit : ArrayDecorator
{
    private readonly int _limit;
    private int _steps;

    /// <param name="inner">The environment beneath.</param>
    /// <param name="limit">After how many steps, at least 1.</param>
    public EpisodeLimit(IArrayEnvironment inner, int limit) : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _limit = limit;
    }

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        _steps = 0;
        Inner.Reset(seed, observation);
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, observation);
        return ++_steps >= _limit && !signal.Terminated ? signal with { Truncated = true } : signal;
    }

    public override StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times)
    {
        var left = rewards[..Math.Clamp(_limit - _steps, 1, rewards.Length)];
        var signal = Inner.Repeat(action, left, previous, last, out times);
        _steps += times;
        return _steps >= _limit && !signal.Terminated ? signal with { Truncated = true } : signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
            writer.Write(_steps);
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            _steps = reader.ReadInt32();
        Inner.Restore(reader);
    }
}
