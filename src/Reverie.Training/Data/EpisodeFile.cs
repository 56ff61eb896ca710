using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Reverie.Training.Data;

/// <summary>
/// The file format of an episode: the magic <c>RVEP</c>, a version byte, and one zlib stream, whose checksum covers all of it: the length of a
/// header (32 bits, little-endian), the header as JSON (<see cref="EpisodeHeader"/>), then the named arrays, the texts as indices into the
/// header's words, actions and rewards, array by array. Version 2 had its header before the zlib stream, where a changed byte could go
/// unnoticed, and version 1 held one picture and one integer action a step; both are still read.
/// </summary>
public static class EpisodeFile
{
    /// <summary>Extension of episode files.</summary>
    public const string Extension = ".episode";

    /// <summary>Bytes that an episode may take in memory.</summary>
    internal const long MaxBytes = 1 << 30;

    private const byte Version = 3;
    private const int MaxHeaderBytes = 1 << 24;

    /// <summary>Writes an episode.</summary>
    public static void Write(Episode episode, Stream stream)
    {
        var header = EpisodeHeader.Of(episode);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, EpisodeHeader.Json);
        stream.Write("RVEP"u8);
        stream.WriteByte(Version);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        // Neighbouring frames differ little: the fastest level already shrinks grid worlds a hundredfold.
        using var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        zlib.Write(length);
        zlib.Write(json);
        for (int i = 0; i < episode.Layout.Observations.Count; i++)
            zlib.Write(episode.Array(i));
        for (int i = 0; i < episode.Layout.Texts.Count; i++)
            zlib.Write(MemoryMarshal.AsBytes<int>([.. episode.Text(i).Select(text => header.Words.IndexOf(text))]));
        zlib.Write(MemoryMarshal.AsBytes(episode.Integers));
        zlib.Write(MemoryMarshal.AsBytes(episode.Numbers));
        zlib.Write(MemoryMarshal.AsBytes(episode.Rewards));
    }

    /// <summary>An episode as the bytes of its file.</summary>
    public static byte[] ToBytes(Episode episode)
    {
        using var stream = new MemoryStream();
        Write(episode, stream);
        return stream.ToArray();
    }

    /// <summary>Reads an episode.</summary>
    /// <exception cref="InvalidDataException">The file is no episode, is of a newer version, or is damaged.</exception>
    public static Episode Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[5];
        if (stream.ReadAtLeast(start, 5, throwOnEndOfStream: false) < 5 || !start[..4].SequenceEqual("RVEP"u8))
            throw new InvalidDataException("This is not an episode file.");
        if (start[4] is 0 or > Version)
            throw new InvalidDataException($"Episode files of version {start[4]} need a newer Reverie.");
        try
        {
            return start[4] switch
            {
                1 => EpisodeFileVersion1.Read(stream),
                2 => ReadVersion2(stream),
                _ => ReadNewest(stream),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException or OverflowException or JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The episode file is damaged: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static Episode ReadNewest(Stream stream)
    {
        using var body = new GrowingReader(stream);
        return ReadBody(Header(body.Read(HeaderBytes(body.Read(sizeof(int))))), body);
    }

    private static Episode ReadVersion2(Stream stream)
    {
        byte[] length = new byte[sizeof(int)];
        stream.ReadExactly(length);
        var header = Header(GrowingReader.Read(stream, HeaderBytes(length)));
        using var body = new GrowingReader(stream);
        return ReadBody(header, body);
    }

    private static int HeaderBytes(byte[] length) => BinaryPrimitives.ReadInt32LittleEndian(length) is var size and >= 2 and <= MaxHeaderBytes
        ? size
        : throw new InvalidDataException("its header makes no sense");

    private static EpisodeHeader Header(byte[] json) =>
        JsonSerializer.Deserialize<EpisodeHeader>(json, EpisodeHeader.Json) ?? throw new InvalidDataException("its header is empty");

    private static Episode ReadBody(EpisodeHeader header, GrowingReader body)
    {
        var layout = header.Layout(MaxBytes);
        int rows = header.Length + (header.HasFinal ? 1 : 0), actions = header.Length * layout.Action.Size;
        byte[][] arrays = [.. layout.Observations.Select(spec => body.Read(checked(rows * spec.ByteLength)))];
        string[][] texts = [.. layout.Texts.Select(_ => Array.ConvertAll(ReadArray<int>(body, rows), index => header.Words[index]))];
        long[] integers = ReadArray<long>(body, layout.Action.IsContinuous ? 0 : actions);
        float[] numbers = ReadArray<float>(body, layout.Action.IsContinuous ? actions : 0);
        float[] rewards = ReadArray<float>(body, header.Length);
        body.End();
        return new Episode(layout, arrays, texts, integers, numbers, rewards, new(header.Terminated, header.Truncated, header.Success));
    }

    private static T[] ReadArray<T>(GrowingReader body, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(body.Read(checked(count * Marshal.SizeOf<T>()))).ToArray();
}
