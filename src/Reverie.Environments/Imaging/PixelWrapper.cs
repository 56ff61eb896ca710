using Reverie.Environments.Spaces;

namespace Reverie.Environments.Imaging;

/// <summary>
/// Scales an image [rows, columns, 3] to a fixed size and turns it into planes [3, height, width], as convolutional networks want it.
/// Each output pixel is the mean of the area that it covers in the input, so that no detail is skipped.
/// </summary>
public sealed class PixelWrapper<TAction> : ObservationWrapper<NdArray<byte>, NdArray<byte>, TAction>, IRepeatsActions<NdArray<byte>, TAction>
    where TAction : notnull
{
    private readonly NdArray<byte> _pixels, _previous;
    private readonly IResizer _resizer;

    /// <param name="inner">An environment that shows images [rows, columns, 3].</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="resampling">How pictures are scaled.</param>
    /// <exception cref="ArgumentException">The inner environment shows something else.</exception>
    public PixelWrapper(Environment<NdArray<byte>, TAction> inner, int height = 64, int width = 64, Resampling resampling = Resampling.Area)
        : base(inner)
    {
        if (inner.ObservationSpace is not Box<byte> { Shape: [int rows, int columns, 3] })
            throw new ArgumentException($"Pixels need images of bytes [rows, columns, 3], not {inner.ObservationSpace}: put an RGB wrapper beneath.");
        if (height < 1 || width < 1)
            throw new ArgumentException($"A picture has at least one pixel, not {height} x {width}.");
        _resizer = IResizer.Create(resampling, rows, columns, height, width);
        (_pixels, _previous) = (new(3, height, width), new(3, height, width));
        ObservationSpace = new Box<byte>(0, 255, 3, height, width);
    }

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(NdArray<byte> observation)
    {
        _resizer.Resize(observation.Span, _pixels.Span);
        return _pixels;
    }

    bool IRepeatsActions<NdArray<byte>, TAction>.CanRepeat => Inner is IRepeatsActions<NdArray<byte>, TAction> { CanRepeat: true };

    RepeatResult<NdArray<byte>> IRepeatsActions<NdArray<byte>, TAction>.Repeat(TAction action, Span<double> rewards)
    {
        var result = ((IRepeatsActions<NdArray<byte>, TAction>)Inner).Repeat(action, rewards);
        if (result.Previous is { } previous)
            _resizer.Resize(previous.Span, _previous.Span);
        return new(result.Last.With(Observe(result.Last.Observation)), result.Times, result.Previous is null ? null : _previous);
    }
}
