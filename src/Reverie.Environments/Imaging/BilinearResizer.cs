using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reverie.Environments.Imaging;

/// <summary>
/// Resizes images of interleaved RGB into three planes as Pillow's <c>BILINEAR</c> does, equal in every byte: a triangle as wide as the
/// output pixels are, rows first, weights of 22 bits behind the point, and bytes between the passes.
/// </summary>
internal sealed class BilinearResizer : IResizer
{
    private const int Channels = 3;

    private readonly int _rows, _columns, _height, _width;
    private readonly BilinearTaps _horizontal, _vertical;

    /// <summary>The image between the passes, [rows, width], red in the lowest byte.</summary>
    private readonly uint[] _narrowed;

    public BilinearResizer(int rows, int columns, int height, int width)
    {
        (_rows, _columns, _height, _width) = (rows, columns, height, width);
        (_horizontal, _vertical) = (new(columns, width), new(rows, height));
        _narrowed = new uint[rows * width];
    }

    public void Resize(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int y = 0; y < _rows; y++)
            Narrow(source[(y * _columns * Channels)..], _narrowed.AsSpan(y * _width, _width));
        int plane = _height * _width;
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                uint pixel = Shorten(y, x);
                int at = y * _width + x;
                (target[at], target[plane + at], target[2 * plane + at]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
            }
        }
    }

    private void Narrow(ReadOnlySpan<byte> row, Span<uint> narrowed)
    {
        for (int x = 0; x < narrowed.Length; x++)
        {
            var sum = Half;
            int from = _horizontal.First(x) * Channels;
            foreach (int weight in _horizontal.Weights(x))
            {
                sum += Widen(PixelAt(row, from)) * weight;
                from += Channels;
            }
            narrowed[x] = Round(sum);
        }
    }

    private uint Shorten(int y, int x)
    {
        var sum = Half;
        int from = _vertical.First(y) * _width + x;
        foreach (int weight in _vertical.Weights(y))
        {
            sum += Widen(_narrowed[from]) * weight;
            from += _width;
        }
        return Round(sum);
    }

    /// <summary>Three bytes, and in the fourth whatever there is.</summary>
    private static uint PixelAt(ReadOnlySpan<byte> row, int at) => at + sizeof(uint) <= row.Length
        ? MemoryMarshal.Read<uint>(row[at..])
        : row[at] | (uint)row[at + 1] << 8 | (uint)row[at + 2] << 16;

    private static Vector128<int> Half => Vector128.Create(1 << (BilinearTaps.Precision - 1));

    private static Vector128<int> Widen(uint pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();

    private static uint Round(Vector128<int> sum)
    {
        var bytes = Vector128.Min(Vector128.Max(sum >> BilinearTaps.Precision, Vector128<int>.Zero), Vector128.Create((int)byte.MaxValue));
        return (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16);
    }
}
