namespace Reverie.Training.Data;

/// <summary>Reads what a file announces without believing it: memory grows with what really comes.</summary>
internal static class GrowingReader
{
    private const int FirstChunk = 1 << 20;

    /// <summary>So many bytes.</summary>
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

    /// <summary>Nothing more may come; reading to the end is also what makes zlib compare its checksum.</summary>
    /// <exception cref="InvalidDataException">Something comes.</exception>
    internal static void ExpectEnd(Stream stream)
    {
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException("The file is damaged: it goes on behind its end.");
    }
}
