namespace Reverie.Environments.Arrays;

/// <summary>
/// Takes each action for several frames, until the episode ends, and pays the sum. Pictures show the brighter of the last two frames, byte
/// by byte, as games draw some things in every other frame only.
/// </summary>
/// <remarks>
/// Exactly as IRIS has it, its quirk included: where an episode ends before the last frame, the slot of a frame that was not reached keeps
/// what it had from an earlier action, perhaps of an earlier episode. <see cref="ActionRepeat"/> shows the last frame there.
/// </remarks>
public sealed class FrameMaximum : ArrayDecorator
{
    private readonly int _skip;
    private readonly int[] _images;
    private readonly byte[][] _lastButOne, _last;
    private readonly double[] _rewards;
    private readonly StepBatch _previous;

    /// <param name="inner">The environment beneath.</param>
    /// <param name="skip">Frames an action, at least one.</param>
    public FrameMaximum(IArrayEnvironment inner, int skip) : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(skip);
        _skip = skip;
        _images = [.. Enumerable.Range(0, Layout.Observations.Count).Where(i => Layout.Observations[i].IsImage)];
        _lastButOne = [.. _images.Select(i => new byte[Layout.Observations[i].ByteLength])];
        _last = [.. _images.Select(i => new byte[Layout.Observations[i].ByteLength])];
        (_rewards, _previous) = (new double[skip], new(Layout, 1));
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Repeat(action, _rewards, _previous.Row(0), observation, out int frames);
        for (int i = 0; i < _images.Length; i++)
        {
            var image = observation.Bytes(_images[i]);
            if (frames == _skip)
                image.CopyTo(_last[i]);
            if (frames == _skip && _skip > 1)
                _previous.Row(0).Bytes(_images[i]).CopyTo(_lastButOne[i]);
            if (frames == _skip - 1)
                image.CopyTo(_lastButOne[i]);
            ByteMaximum.Write(_lastButOne[i], _last[i], image);
        }
        return signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
        {
            foreach (byte[] slot in (byte[][])[.. _lastButOne, .. _last])
                writer.Write(slot);
        }
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
        {
            foreach (byte[] slot in (byte[][])[.. _lastButOne, .. _last])
                reader.BaseStream.ReadExactly(slot);
        }
        Inner.Restore(reader);
    }
}
