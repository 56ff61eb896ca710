using System.Buffers.Binary;
using Google.Protobuf;

namespace Reverie.Training.Metrics;

/// <summary>
/// Finds the whole records of an event file. What is damaged (a tail that a crash cut short, a block that a power cut zeroed) is passed over
/// to the next place at which both checksums hold.
/// </summary>
internal static class EventFileReader
{
    private const int LengthSize = sizeof(ulong) + sizeof(uint), Framing = LengthSize + sizeof(uint);
    private const int Window = 1 << 16;

    public static List<EventRecord> Read(FileStream stream)
    {
        var records = new List<EventRecord>();
        long offset = 0, end = stream.Length;
        while (offset < end)
        {
            if (TryRead(stream, offset, end) is { } record)
            {
                records.Add(record);
                offset += record.Length;
            }
            else if (NextCandidate(stream, offset + 1, end) is { } next)
            {
                offset = next;
            }
            else
            {
                break;
            }
        }
        return records;
    }

    private static EventRecord? TryRead(FileStream stream, long offset, long end)
    {
        Span<byte> header = stackalloc byte[LengthSize];
        if (!TryFill(stream, offset, header) || !IsHeader(header))
            return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (length > int.MaxValue || (long)length > end - offset - Framing)
            return null;
        byte[] data = new byte[length + sizeof(uint)];
        if (!TryFill(stream, offset + LengthSize, data))
            return null;
        byte[] message = data[..(int)length];
        if (MaskedCrc32C.Compute(message) != BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)length)))
            return null;
        try
        {
            var (step, isStart) = EventRecord.Parse(message);
            return new(offset, Framing + (long)length, step, isStart);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The next place at which a length with its checksum stands.</summary>
    private static long? NextCandidate(FileStream stream, long offset, long end)
    {
        byte[] window = new byte[Window];
        for (; end - offset >= Framing; offset += Window - LengthSize + 1)
        {
            var bytes = window.AsSpan(0, (int)Math.Min(Window, end - offset));
            if (!TryFill(stream, offset, bytes))
                return null;
            for (int i = 0; i + LengthSize <= bytes.Length; i++)
            {
                if (IsHeader(bytes.Slice(i, LengthSize)))
                    return offset + i;
            }
        }
        return null;
    }

    private static bool IsHeader(ReadOnlySpan<byte> header) =>
        MaskedCrc32C.Compute(header[..sizeof(ulong)]) == BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(ulong)..]);

    private static bool TryFill(FileStream stream, long offset, Span<byte> buffer)
    {
        stream.Position = offset;
        return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
    }
}
