using System.Buffers.Binary;
using System.IO.Compression;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests;

public sealed class PngWriterTests
{
    [Fact]
    public void Write_Frame_DecodesToTheSamePixels()
    {
        var image = Worlds.Grid("MiniGrid-Empty-5x5-v0").RenderAfterReset();
        var stream = new MemoryStream();
        PngWriter.Write(image, stream);
        byte[] file = stream.ToArray();
        Assert.Equal(image.Shape[1], BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        Assert.Equal(Crc32.Compute(file.AsSpan(37, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(41 + length)));
        using var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        int stride = image.Shape[1] * 3;
        for (int y = 0; y < image.Shape[0]; y++)
            Assert.Equal([0, .. image.Span.Slice(y * stride, stride)], rows.ToArray()[(y * (stride + 1))..((y + 1) * (stride + 1))]);
    }
}

file static class Frames
{
    public static NdArray<byte> RenderAfterReset(this MiniGridEnv environment)
    {
        environment.Reset(0);
        return environment.Render();
    }
}
