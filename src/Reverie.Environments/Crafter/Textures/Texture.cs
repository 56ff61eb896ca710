namespace Reverie.Environments.Crafter.Textures;

/// <summary>A picture at one size, [column][row] as the original draws.</summary>
internal sealed class Texture
{
    private readonly Rgba[] _pixels;

    /// <summary>Resizes a picture as Pillow does with its nearest pixel, which adds up where to read.</summary>
    public Texture(string name, int size)
    {
        Size = size;
        _pixels = new Rgba[size * size];
        Span<int> from = stackalloc int[size];
        double at = 0.5 * ((double)TextureFile.Size / size);
        foreach (ref int pixel in from)
        {
            pixel = (int)at;
            at += (double)TextureFile.Size / size;
        }
        var original = TextureFile.Of(name);
        for (int i = 0; i < _pixels.Length; i++)
            _pixels[i] = original[from[i % size] * TextureFile.Size + from[i / size]];
    }

    public int Size { get; }

    /// <summary>Draws over pixels 0xBBGGRR, [column][row].</summary>
    public void DrawOver(Span<uint> pixels, int height, int left, int top)
    {
        for (int column = 0; column < Size; column++)
        {
            var line = pixels.Slice((left + column) * height + top, Size);
            for (int row = 0; row < line.Length; row++)
                line[row] = _pixels[column * Size + row].Over(line[row]);
        }
    }

    /// <summary>The colours alone, as if they covered all.</summary>
    public uint[] Opaque() => [.. _pixels.Select(pixel => pixel.Packed)];
}
