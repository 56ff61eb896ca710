using Reverie.Environments.Seeding;

namespace Reverie.Environments.Arrays;

/// <summary>Begins each episode with a random number of actions that do nothing, so that a game does not always begin the same.</summary>
public sealed class NoopStart : ArrayDecorator
{
    /// <summary>Keeps the draws apart from those of an environment that is reset with the same seed.</summary>
    private const ulong Stream = 0x6E6F6F70;

    private readonly int _min, _max;
    private readonly long[] _noop;
    private readonly double[] _rewards;
    private readonly StepBatch _previous;
    private readonly Pcg64 _random = new();

    /// <param name="inner">The environment beneath; its actions are one choice.</param>
    /// <param name="noop">The action that does nothing.</param>
    /// <param name="min">The least number of them.</param>
    /// <param name="max">The greatest number of them.</param>
    public NoopStart(IArrayEnvironment inner, int noop, int min, int max) : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(min);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        (_min, _max, _noop) = (min, max, [noop]);
        (_rewards, _previous) = (new double[max], new(Layout, 1));
    }

    /// <inheritdoc/>
    /// <remarks>What is seen is what the last of them led to. An episode that ends among them is followed by the next one.</remarks>
    public override void Reset(ulong? seed, ObservationRow observation)
    {
        if (seed is { } value)
            _random.Seed(value ^ Stream);
        Inner.Reset(seed, observation);
        for (int left = _random.Integers(_min, _max + 1); left > 0;)
        {
            var signal = Inner.Repeat(new(_noop, default), _rewards.AsSpan(0, left), _previous.Row(0), observation, out int times);
            left -= times;
            if (signal.Done)
                Inner.Reset(null, observation);
        }
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation) => Inner.Step(action, observation);

    public override StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times) =>
        Inner.Repeat(action, rewards, previous, last, out times);

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
            _random.State.Write(writer);
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            _random.State = Pcg64State.Read(reader);
        Inner.Restore(reader);
    }
}
