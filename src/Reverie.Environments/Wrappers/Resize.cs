using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Shows pictures [rows, columns, 3], [rows, columns, 1] or [rows, columns] in another size; the axes stay where they are.</summary>
public sealed class Resize<TAction> : ObservationWrapper<NdArray<byte>, NdArray<byte>, TAction> where TAction : notnull
{
    private const int Channels = 3;

    private readonly int _channels;
    private readonly IResizer _resizer;
    private readonly byte[] _colors, _planes;
    private readonly NdArray<byte> _image;

    /// <param name="inner">An environment that shows pictures.</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="resampling">How pictures are scaled.</param>
    /// <exception cref="ArgumentException">It shows something else, or the size is none.</exception>
    public Resize(Environment<NdArray<byte>, TAction> inner, int height = 64, int width = 64, Resampling resampling = Resampling.Area) : base(inner)
    {
        if (inner.ObservationSpace is not Box<byte> { Shape: [int rows, int columns, ..] and ([_, _] or [_, _, 1 or Channels]) and var shape })
            throw new ArgumentException($"Only images of bytes [rows, columns], [rows, columns, 1] or [rows, columns, 3] are resized, not {inner.ObservationSpace}.");
        if (height < 1 || width < 1)
            throw new ArgumentException($"A picture has at least one pixel, not {height} x {width}.");
        _channels = shape is [_, _, Channels] ? Channels : 1;
        _resizer = IResizer.Create(resampling, rows, columns, height, width);
        (_colors, _planes) = (new byte[_channels == 1 ? Channels * rows * columns : 0], new byte[Channels * height * width]);
        _image = new([height, width, .. shape[2..]]);
        ObservationSpace = new(0, 255, _image.Shape);
    }

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(NdArray<byte> observation)
    {
        // Shades are resized as a colour picture of three equal channels.
        for (int i = 0; i < _colors.Length; i++)
            _colors[i] = observation.Data[i / Channels];
        _resizer.Resize(_channels == 1 ? _colors : observation.Data, _planes);
        int plane = _planes.Length / Channels;
        for (int i = 0; i < _image.Length; i++)
            _image.Data[i] = _planes[i % _channels * plane + i / _channels];
        return _image;
    }
}
