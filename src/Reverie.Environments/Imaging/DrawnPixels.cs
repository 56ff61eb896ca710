using Reverie.Environments.Spaces;

namespace Reverie.Environments.Imaging;

/// <summary>Shows the agent the pictures that the environment draws of itself, [rows, columns, 3], in place of its own observation.</summary>
public sealed class DrawnPixels<TObservation, TAction> : ObservationWrapper<TObservation, NdArray<byte>, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    private readonly IHasPixels _drawn;
    private readonly PixelView _view;
    private readonly NdArray<byte> _image;

    /// <param name="inner">The environment, perhaps in wrappers.</param>
    /// <param name="view">What is shown.</param>
    /// <exception cref="ArgumentException">It draws no pictures.</exception>
    public DrawnPixels(Environment<TObservation, TAction> inner, PixelView view) : base(inner)
    {
        _drawn = inner.Unwrapped as IHasPixels ?? throw new ArgumentException($"{inner.Unwrapped.GetType().Name} draws no pictures of itself.");
        _view = view;
        var (rows, columns) = _drawn.PictureSize(view);
        _image = new NdArray<byte>(rows, columns, 3);
        ObservationSpace = new Box<byte>(0, 255, rows, columns, 3);
    }

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(TObservation observation)
    {
        _drawn.DrawPicture(_view, _image.Span);
        return _image;
    }
}
