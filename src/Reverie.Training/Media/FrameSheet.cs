using Reverie.Environments;

namespace Reverie.Training.Media;

/// <summary>Pictures of equal size on a sheet of rows and columns.</summary>
public sealed class FrameSheet
{
    private const int Channels = 3;

    private readonly int _columns, _rows, _frameHeight, _frameWidth, _scale, _gap;

    /// <param name="columns">Pictures side by side.</param>
    /// <param name="rows">Pictures one above the other.</param>
    /// <param name="frameHeight">Pixels of a picture.</param>
    /// <param name="frameWidth">Pixels of a picture.</param>
    /// <param name="scale">How many pixels each pixel becomes in both directions.</param>
    /// <param name="gap">Black pixels between pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, the gap is negative, or no array holds the sheet.</exception>
    public FrameSheet(int columns, int rows, int frameHeight, int frameWidth, int scale = 1, int gap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        (_columns, _rows, _frameHeight, _frameWidth, _scale, _gap) = (columns, rows, frameHeight, frameWidth, scale, gap);
        Width = Side(columns, frameWidth, nameof(columns), nameof(frameWidth));
        Height = Side(rows, frameHeight, nameof(rows), nameof(frameHeight));
        if ((long)Width * Height > Array.MaxLength / Channels)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A sheet of {Width}x{Height} pixels is larger than any array; put fewer pictures on it.");
        Pixels = new byte[Width * Height * Channels];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[Height, Width, 3]</summary>
    public byte[] Pixels { get; }

    /// <summary>Puts a picture [3, height, width] at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    /// <exception cref="ArgumentException">The picture is of another size.</exception>
    public void Place(int column, int row, ReadOnlySpan<byte> planes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, _columns);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _rows);
        int area = _frameHeight * _frameWidth;
        if (planes.Length != Channels * area)
            throw new ArgumentException($"A picture of this sheet has {Channels * area} bytes, not {planes.Length}.", nameof(planes));
        int left = column * ((_frameWidth * _scale) + _gap), top = row * ((_frameHeight * _scale) + _gap);
        for (int y = 0; y < _frameHeight * _scale; y++)
        {
            for (int x = 0; x < _frameWidth * _scale; x++)
            {
                int source = (y / _scale * _frameWidth) + (x / _scale);
                int target = (((top + y) * Width) + left + x) * Channels;
                for (int channel = 0; channel < Channels; channel++)
                    Pixels[target + channel] = planes[(channel * area) + source];
            }
        }
    }

    /// <summary>Writes the sheet as a PNG.</summary>
    public void Save(string path) => File.WriteAllBytes(path, PngFile.Encode(Pixels, Width, Height));

    private int Side(int count, int size, string countName, string sizeName)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, countName);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, sizeName);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_scale, "scale");
        var pixels = (count * (((Int128)size * _scale) + _gap)) - _gap;
        return pixels <= Array.MaxLength
            ? (int)pixels
            : throw new ArgumentOutOfRangeException(countName, count, $"A sheet of {pixels} pixels is larger than any array; put fewer pictures on it.");
    }
}
