using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>
/// Pictures without colours, or several one behind the other: the newest and those of some steps before it, their channels side by side and the
/// oldest first. At the start of an episode all are its first.
/// </summary>
internal sealed class PictureStack : ArrayDecorator
{
    private readonly StepBatch _scratch;
    private readonly StepLayout _layout;
    private readonly int _picture, _pixels, _dilation;
    private readonly bool _isGray;
    private readonly byte[][] _past; // the newest last

    /// <param name="inner">The environment beneath; it shows a picture of three channels, <c>rgb</c>.</param>
    /// <param name="isGray">Whether its brightness alone is shown.</param>
    /// <param name="count">How many are shown.</param>
    /// <param name="dilation">Steps between them.</param>
    public PictureStack(IArrayEnvironment inner, bool isGray, int count, int dilation) : base(inner)
    {
        _picture = inner.Layout.Observations.TakeWhile(spec => spec.Name != DreamerWorlds.Rgb).Count();
        var spec = inner.Layout.Observations[_picture];
        (_isGray, _dilation, _pixels) = (isGray, dilation, spec.Shape[1] * spec.Shape[2]);
        int channels = isGray ? 1 : spec.Shape[0];
        _scratch = new StepBatch(inner.Layout, 1);
        _past = [.. Enumerable.Range(0, ((count - 1) * dilation) + 1).Select(_ => new byte[channels * _pixels])];
        var shown = new ArraySpec(spec.Name, spec.Type, [channels * count, spec.Shape[1], spec.Shape[2]], spec.Low, spec.High);
        _layout = inner.Layout with { Observations = [.. inner.Layout.Observations.Select((one, index) => index == _picture ? shown : one)] };
    }

    public override StepLayout Layout => _layout;

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        Inner.Reset(seed, _scratch.Row(0));
        Add();
        foreach (byte[] earlier in _past[..^1])
            _past[^1].CopyTo(earlier, 0);
        Show(observation);
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, _scratch.Row(0));
        Add();
        Show(observation);
        return signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
            Array.ForEach(_past, writer.Write);
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            Array.ForEach(_past, picture => reader.BaseStream.ReadExactly(picture));
        Inner.Restore(reader);
    }

    private void Add()
    {
        byte[] oldest = _past[0];
        Array.Copy(_past, 1, _past, 0, _past.Length - 1);
        _past[^1] = oldest;
        byte[] seen = _scratch.Observations[_picture].Bytes;
        if (_isGray)
            Gray(seen, oldest);
        else
            seen.CopyTo(oldest, 0);
    }

    /// <summary>Brightness as the eye weighs colours (ITU-R BT.601), rounded.</summary>
    private void Gray(ReadOnlySpan<byte> colours, Span<byte> gray)
    {
        for (int i = 0; i < _pixels; i++)
            gray[i] = (byte)(((299 * colours[i]) + (587 * colours[_pixels + i]) + (114 * colours[(2 * _pixels) + i]) + 500) / 1000);
    }

    private void Show(ObservationRow observation)
    {
        for (int array = 0; array < _layout.Observations.Count; array++)
        {
            if (array != _picture)
                _scratch.Observations[array].Bytes.CopyTo(observation.Bytes(array));
        }
        var picture = observation.Bytes(_picture);
        for (int i = 0; i < _past.Length; i += _dilation)
        {
            _past[i].CopyTo(picture);
            picture = picture[_past[i].Length..];
        }
        for (int text = 0; text < _scratch.Texts.Count; text++)
            observation.Text(text) = _scratch.Texts[text][0];
    }
}
