using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>Writes images of environments as PNG: 8 bits a channel, RGB.</summary>
public static class PngWriter
{
    /// <param name="image">Pixels [rows, columns, 3].</param>
    /// <param name="stream">Where the file goes.</param>
    /// <exception cref="ArgumentException">The array is not such an image.</exception>
    public static void Write(NdArray<byte> image, Stream stream)
    {
        if (image.Shape is not [> 0 and int rows, > 0 and int columns, 3])
            throw new ArgumentException($"A PNG is made of an image [rows, columns, 3], not of {image}.", nameof(image));
        stream.Write(PngFile.Encode(image.Span, columns, rows));
    }

    /// <inheritdoc cref="Write(NdArray{byte}, Stream)"/>
    public static void Write(NdArray<byte> image, string path)
    {
        using var file = File.Create(path);
        Write(image, file);
    }
}
