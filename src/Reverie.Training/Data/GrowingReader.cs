using System.Buffers.Binary;
using System.IO.Compression;

namespace Reverie.Training.Data;

/// <summary>
/// Reads what a zlib stream holds without believing what was announced: memory grows with what really comes, and the checksum at the end
/// (Adler-32, RFC 1950), which .NET does not always look at, is compared.
/// </summary>
internal sealed class GrowingReader : IDisposable
{
    private const int FirstChunk = 1 << 20;
    private const uint Modulus = 65521;
    private const int MostTermsPerFold = 5552; // so many bytes cannot overflow the sums

    private readonly byte[] _compressed;
    private readonly ZLibStream _zlib;
    private uint _low = 1, _high;

    /// <param name="stream">Holds one zlib stream up to its end.</param>
    /// <exception cref="InvalidDataException">It is too short to be one.</exception>
    internal GrowingReader(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        _compressed = copy.ToArray();
        if (_compressed.Length < 6)
            throw new InvalidDataException("it ends too early");
        _zlib = new ZLibStream(new MemoryStream(_compressed), CompressionMode.Decompress);
    }

    /// <summary>So many bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    internal byte[] Read(int count)
    {
        byte[] bytes = Read(_zlib, count);
        Count(bytes);
        return bytes;
    }

    /// <summary>Nothing more may come, and the checksum must be right.</summary>
    /// <exception cref="InvalidDataException">Something comes, or something has changed.</exception>
    internal void End()
    {
        if (_zlib.ReadByte() >= 0)
            throw new InvalidDataException("it goes on behind its end");
        if (BinaryPrimitives.ReadUInt32BigEndian(_compressed.AsSpan(_compressed.Length - sizeof(uint))) != ((_high << 16) | _low))
            throw new InvalidDataException("its checksum is wrong");
    }

    /// <summary>So many bytes of any stream.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    internal static byte[] Read(Stream stream, int count)
    {
        byte[] bytes = new byte[Math.Min(count, FirstChunk)];
        int read = 0;
        while (true)
        {
            stream.ReadExactly(bytes.AsSpan(read));
            read = bytes.Length;
            if (read == count)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * read));
        }
    }

    public void Dispose() => _zlib.Dispose();

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, MostTermsPerFold)];
            foreach (byte value in part)
            {
                _low += value;
                _high += _low;
            }
            (_low, _high) = (_low % Modulus, _high % Modulus);
            bytes = bytes[part.Length..];
        }
    }
}
