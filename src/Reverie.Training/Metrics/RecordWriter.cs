using System.Buffers.Binary;

namespace Reverie.Training.Metrics;

/// <summary>Writes the TFRecord framing: length, its checksum, data, its checksum. Each record is one write, so a crash cuts at most the last.</summary>
internal sealed class RecordWriter(FileStream stream) : IDisposable
{
    private const int HeaderSize = sizeof(ulong) + sizeof(uint);

    public void Write(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[HeaderSize + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedCrc32C.Compute(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderSize + data.Length), MaskedCrc32C.Compute(data));
        stream.Write(record);
    }

    public void Flush() => stream.Flush(flushToDisk: true);

    public void Dispose() => stream.Dispose();
}
