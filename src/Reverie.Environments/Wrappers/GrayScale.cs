using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Shows pictures [rows, columns, 3] in shades of grey, [rows, columns], or [rows, columns, 1]: 0.2125 of red, 0.7154 of green, 0.0721 of blue.</summary>
public sealed class GrayScale<TAction> : ObservationWrapper<NdArray<byte>, NdArray<byte>, TAction> where TAction : notnull
{
    private const double Red = 0.2125, Green = 0.7154, Blue = 0.0721;

    private readonly NdArray<byte> _shades;

    /// <param name="inner">An environment that shows pictures.</param>
    /// <param name="keepDim">Whether there is a last axis of one channel.</param>
    /// <exception cref="ArgumentException">It shows something else.</exception>
    public GrayScale(Environment<NdArray<byte>, TAction> inner, bool keepDim = false) : base(inner)
    {
        if (inner.ObservationSpace is not Box<byte> { Shape: [int rows, int columns, 3] })
            throw new ArgumentException($"Shades need images of bytes [rows, columns, 3], not {inner.ObservationSpace}: put this wrapper further inside.");
        _shades = keepDim ? new(rows, columns, 1) : new(rows, columns);
        ObservationSpace = new(0, 255, _shades.Shape);
    }

    public override Box<byte> ObservationSpace { get; }

    protected override NdArray<byte> Observe(NdArray<byte> observation)
    {
        ReadOnlySpan<byte> pixels = observation.Span;
        for (int i = 0; i < _shades.Length; i++)
            _shades.Data[i] = (byte)(pixels[3 * i] * Red + pixels[3 * i + 1] * Green + pixels[3 * i + 2] * Blue);
        return _shades;
    }
}
