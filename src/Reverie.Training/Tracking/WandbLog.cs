using System.Buffers.Binary;
using Reverie.Environments;

namespace Reverie.Training.Tracking;

/// <summary>
/// W&amp;B's transaction log, a <c>.wandb</c> file: blocks of 32 KiB in which records are cut into chunks of a checksum, a length, a kind and
/// data, as LevelDB's, but with zlib's CRC-32.
/// </summary>
internal sealed class WandbLog : IDisposable
{
    private const int BlockSize = 32768, ChunkHeader = 7;
    private const byte Full = 1, First = 2, Middle = 3, Last = 4;
    private static readonly byte[] FileHeader = [(byte)':', (byte)'W', (byte)'&', (byte)'B', 0xE1, 0xBE, 0];
    private readonly FileStream _stream;

    /// <summary>Makes the file.</summary>
    internal WandbLog(string path)
    {
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _stream.Write(FileHeader);
    }

    /// <summary>Appends a record.</summary>
    internal void Write(ReadOnlySpan<byte> record)
    {
        var chunks = new MemoryStream();
        long position = _stream.Length;
        for (bool isFirst = true; isFirst || record.Length > 0; isFirst = false)
        {
            int room = BlockSize - (int)(position % BlockSize);
            if (room < ChunkHeader)
            {
                chunks.Write(new byte[room]);
                position += room;
                room = BlockSize;
            }
            int length = Math.Min(record.Length, room - ChunkHeader);
            bool isLast = length == record.Length;
            WriteChunk(chunks, record[..length], (isFirst, isLast) switch { (true, true) => Full, (true, false) => First, (false, false) => Middle, _ => Last });
            position += ChunkHeader + length;
            record = record[length..];
            if (isLast)
                break;
        }
        _stream.Write(chunks.GetBuffer(), 0, (int)chunks.Length);
    }

    internal void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();

    private static void WriteChunk(MemoryStream output, ReadOnlySpan<byte> data, byte kind)
    {
        byte[] body = [kind, .. data];
        Span<byte> header = stackalloc byte[6];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Crc32.Compute(body));
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)data.Length);
        output.Write(header);
        output.Write(body);
    }
}
