using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>
/// The file format of an episode: the magic <c>RVEP</c> and a version byte. Version 2 goes on with the length of a header (32 bits,
/// little-endian), the header as JSON (<see cref="EpisodeHeader"/>), and one zlib stream: the named arrays, the texts as indices into
/// the header's words, actions and rewards, array by array. Version 1, which is still read, held one picture and one integer action
/// a step.
/// </summary>
public static class EpisodeFile
{
    /// <summary>Extension of episode files.</summary>
    public const string Extension = ".episode";

    /// <summary>Bytes that an episode may take in memory.</summary>
    internal const long MaxBytes = 1 << 30;

    private const byte Version = 2;
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
        stream.Write(length);
        stream.Write(json);
        // Neighbouring frames differ little: the fastest level already shrinks grid worlds a hundredfold.
        using var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
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
        try
        {
            Span<byte> start = stackalloc byte[5];
            if (stream.ReadAtLeast(start, 5, throwOnEndOfStream: false) < 5 || !start[..4].SequenceEqual("RVEP"u8))
                throw new InvalidDataException("This is not an episode file.");
            return start[4] switch
            {
                1 => EpisodeFileVersion1.Read(stream),
                2 => ReadVersion2(stream),
                var version => throw new InvalidDataException($"Episode files of version {version} need a newer Reverie."),
            };
        }
        catch (Exception e) when (e is IOException or OverflowException or JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The episode file is damaged ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static Episode ReadVersion2(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        stream.ReadExactly(prefix);
        int size = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (size is < 2 or > MaxHeaderBytes)
            throw new InvalidDataException("The episode file is damaged: its header makes no sense.");
        var header = JsonSerializer.Deserialize<EpisodeHeader>(GrowingReader.Read(stream, size), EpisodeHeader.Json)
            ?? throw new InvalidDataException("The episode file is damaged: its header is empty.");
        var layout = header.Layout(MaxBytes);
        int rows = header.Length + (header.HasFinal ? 1 : 0), actions = header.Length * layout.Action.Size;
        using var zlib = new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
        byte[][] arrays = [.. layout.Observations.Select(spec => GrowingReader.Read(zlib, checked(rows * spec.ByteLength)))];
        string[][] texts = [.. layout.Texts.Select(_ => Array.ConvertAll(ReadArray<int>(zlib, rows), index => header.Words[index]))];
        long[] integers = ReadArray<long>(zlib, layout.Action.IsContinuous ? 0 : actions);
        float[] numbers = ReadArray<float>(zlib, layout.Action.IsContinuous ? actions : 0);
        float[] rewards = ReadArray<float>(zlib, header.Length);
        GrowingReader.ExpectEnd(zlib);
        return new Episode(layout, arrays, texts, integers, numbers, rewards, new(header.Terminated, header.Truncated, header.Success));
    }

    private static T[] ReadArray<T>(Stream stream, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(GrowingReader.Read(stream, checked(count * Marshal.SizeOf<T>()))).ToArray();
}
