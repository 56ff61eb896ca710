using System.Buffers.Binary;
using System.IO.Compression;

namespace Reverie.Environments.Tests;

/// <summary>Reads plain PNG files.</summary>
internal static class PngPixels
{
    /// <summary>The pixels of a picture as our encoder writes it: RGB, rows as they are.</summary>
    public static byte[] Decode(byte[] png, int width, int height)
    {
        var data = new MemoryStream();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc32.Compute(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                data.Write(png, at + 8, length);
            at += length + 12;
        }
        data.Position = 0;
        byte[] rows = new byte[height * ((width * 3) + 1)];
        new ZLibStream(data, CompressionMode.Decompress).ReadExactly(rows);
        return [.. rows.Chunk((width * 3) + 1).SelectMany(row => row[1..])];
    }
}
