using Reverie.Torch;

namespace Reverie.Language.Attention;

/// <summary>
/// Cosines and sines for some positions. Channel i turns together with channel i + d/2 (the layout of Hugging Face
/// checkpoints, not that of neighbouring pairs).
/// </summary>
internal sealed class RotaryTable
{
    private readonly Tensor _cos;
    private readonly Tensor _sin;
    private readonly long _size;

    /// <param name="frequencies">Turning speeds [d/2].</param>
    /// <param name="positions">Integers [B or 1, T].</param>
    public RotaryTable(Tensor frequencies, Tensor positions)
    {
        _size = frequencies.NumElements * 2;
        var angles = positions.Float().Unsqueeze(-1) * frequencies; // [B, T, d/2]
        (_cos, _sin) = (angles.Cos().Unsqueeze(1), angles.Sin().Unsqueeze(1)); // [B, 1, T, d/2]
    }

    /// <summary>Turns queries or keys; channels beyond the table's size stay.</summary>
    /// <param name="x">[B, H, T, size]</param>
    public Tensor Rotate(Tensor x)
    {
        bool whole = x.Size(-1) == _size;
        var turning = (whole ? x : x.Narrow(-1, 0, _size)).Float();
        var first = turning.Narrow(-1, 0, _size / 2);
        var second = turning.Narrow(-1, _size / 2, _size / 2);
        var turnedFirst = ((first * _cos) - (second * _sin)).To(x.DType);
        var turnedSecond = ((second * _cos) + (first * _sin)).To(x.DType);
        return whole
            ? Tensor.Cat([turnedFirst, turnedSecond], -1)
            : Tensor.Cat([turnedFirst, turnedSecond, x.Narrow(-1, _size, x.Size(-1) - _size)], -1);
    }
}
