using Reverie.Environments.Spaces;

namespace Reverie.Training.Media;

/// <summary>A picture with a name, for films and the viewer.</summary>
/// <param name="Name">What it shows, such as <c>reconstruction</c>.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Red, green and blue planes, [3, Height, Width].</param>
public sealed record Panel(string Name, int Height, int Width, byte[] Pixels)
{
    private const int Channels = 3;

    /// <summary>A scene [rows, columns, 3] as planes.</summary>
    public static Panel FromScene(string name, NdArray<byte> scene)
    {
        int height = scene.Shape[0], width = scene.Shape[1], area = height * width;
        byte[] pixels = new byte[Channels * area];
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < Channels; channel++)
                pixels[(channel * area) + i] = scene.Data[(i * Channels) + channel];
        }
        return new(name, height, width, pixels);
    }

    /// <summary>The picture at another size, by nearest neighbours; itself where the size is right.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or no array holds the picture.</exception>
    public Panel ScaledTo(int height, int width)
    {
        if ((height, width) == (Height, Width))
            return this;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, Array.MaxLength / Channels, nameof(height));
        byte[] pixels = new byte[Channels * height * width];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    pixels[(((channel * height) + y) * width) + x] = Pixels[(((channel * Height) + (int)((long)y * Height / height)) * Width) + (int)((long)x * Width / width)];
            }
        }
        return this with { Height = height, Width = width, Pixels = pixels };
    }
}
