using System.Buffers.Binary;
using System.IO.Compression;

namespace Reverie.Environments;

/// <summary>Writes images as PNG: 8 bits a channel, RGB.</summary>
public static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="image">Pixels [rows, columns, 3].</param>
    /// <param name="stream">Where the file goes.</param>
    /// <exception cref="ArgumentException">The array is not such an image.</exception>
    public static void Write(NdArray<byte> image, Stream stream)
    {
        if (image.Shape is not [> 0 and int rows, > 0 and int columns, 3])
            throw new ArgumentException($"A PNG is made of an image [rows, columns, 3], not of {image}.", nameof(image));

        stream.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], rows);
        (header[8], header[9], header[10], header[11], header[12]) = (8, 2, 0, 0, 0); // 8 bits, RGB, deflate, filters, not interlaced
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(image.Span, rows, columns * 3));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <inheritdoc cref="Write(NdArray{byte}, Stream)"/>
    public static void Write(NdArray<byte> image, string path)
    {
        using FileStream file = File.Create(path);
        Write(image, file);
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int rows, int stride)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < rows; row++)
            {
                zlib.WriteByte(0); // no filter: tiles repeat exactly, which deflate finds by itself
                zlib.Write(pixels.Slice(row * stride, stride));
            }
        }
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Compute(type), data));
        stream.Write(number);
    }
}
