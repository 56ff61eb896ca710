using Reverie.Environments;

namespace Reverie.Training.Media;

/// <summary>Pictures of equal size on a sheet of rows and columns.</summary>
public sealed class FrameSheet
{
    private readonly int _frameHeight, _frameWidth, _scale, _gap;

    /// <param name="columns">Pictures side by side.</param>
    /// <param name="rows">Pictures one above the other.</param>
    /// <param name="frameHeight">Pixels of a picture.</param>
    /// <param name="frameWidth">Pixels of a picture.</param>
    /// <param name="scale">How many pixels each pixel becomes in both directions.</param>
    /// <param name="gap">Black pixels between pictures.</param>
    public FrameSheet(int columns, int rows, int frameHeight, int frameWidth, int scale = 1, int gap = 0)
    {
        (_frameHeight, _frameWidth, _scale, _gap) = (frameHeight, frameWidth, scale, gap);
        Width = (columns * ((frameWidth * scale) + gap)) - gap;
        Height = (rows * ((frameHeight * scale) + gap)) - gap;
        Pixels = new byte[Width * Height * 3];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[Height, Width, 3]</summary>
    public byte[] Pixels { get; }

    /// <summary>Puts a picture [3, height, width] at a place.</summary>
    public void Place(int column, int row, ReadOnlySpan<byte> planes)
    {
        int area = _frameHeight * _frameWidth;
        int left = column * ((_frameWidth * _scale) + _gap), top = row * ((_frameHeight * _scale) + _gap);
        for (int y = 0; y < _frameHeight * _scale; y++)
        {
            for (int x = 0; x < _frameWidth * _scale; x++)
            {
                int source = (y / _scale * _frameWidth) + (x / _scale);
                int target = (((top + y) * Width) + left + x) * 3;
                for (int channel = 0; channel < 3; channel++)
                    Pixels[target + channel] = planes[(channel * area) + source];
            }
        }
    }

    /// <summary>Writes the sheet as a PNG.</summary>
    public void Save(string path) => File.WriteAllBytes(path, PngFile.Encode(Pixels, Width, Height));
}
