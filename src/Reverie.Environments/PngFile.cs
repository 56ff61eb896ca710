using System.Buffers.Binary;
using System.IO.Compression;

namespace Reverie.Environments;

/// <summary>Encodes pictures as PNG: 8-bit RGB or grey, as they are.</summary>
public static class PngFile
{
    private const byte Grey = 0;
    private const byte Rgb = 2;

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Rows from the top, channels interleaved, [H, W, C].</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
    /// <exception cref="ArgumentException">The sizes disagree.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3)
    {
        if (channels is not (1 or 3) || width < 1 || height < 1 || pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes are no picture of {width}x{height} with {channels} channels (1 or 3).", nameof(pixels));
        var stream = new MemoryStream();
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels == 1 ? Grey : Rgb;
        header[10..].Clear();
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(stream, "IEND"u8, []);
        return stream.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            for (; pixels.Length > 0; pixels = pixels[stride..])
            {
                zlib.WriteByte(0); // No filter: the row as it is.
                zlib.Write(pixels[..stride]);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Append(Crc32.Compute(type), data));
        stream.Write(word);
    }
}
