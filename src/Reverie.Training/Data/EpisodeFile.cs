using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Reverie.Training.Data;

/// <summary>
/// The file format of an episode: the magic <c>RVEP</c>, a version byte, channels, height, width and length as little-endian
/// 32-bit numbers, then zlib-compressed observations, actions (32 bits each), rewards and end flags, array by array.
/// </summary>
public static class EpisodeFile
{
    /// <summary>Extension of episode files.</summary>
    public const string Extension = ".episode";

    private const byte Version = 1;
    private const long MaxSteps = 1 << 24;

    /// <summary>Writes an episode.</summary>
    public static void Write(Episode episode, Stream stream)
    {
        using (var header = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            header.Write("RVEP"u8);
            header.Write(Version);
            header.Write(episode.Shape.Channels);
            header.Write(episode.Shape.Height);
            header.Write(episode.Shape.Width);
            header.Write(episode.Length);
        }
        // Neighbouring frames differ little: the fastest level already shrinks grid worlds a hundredfold.
        using var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        zlib.Write(episode.Observations);
        int[] actions = new int[episode.Length];
        for (int t = 0; t < actions.Length; t++)
            actions[t] = checked((int)episode.Actions[t]);
        zlib.Write(MemoryMarshal.AsBytes<int>(actions));
        zlib.Write(MemoryMarshal.AsBytes(episode.Rewards));
        zlib.Write(MemoryMarshal.AsBytes(episode.Ends));
    }

    /// <summary>Reads an episode.</summary>
    /// <exception cref="InvalidDataException">The file is no episode, is of a newer version, or is damaged.</exception>
    public static Episode Read(Stream stream)
    {
        try
        {
            using var header = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            if (!header.ReadBytes(4).AsSpan().SequenceEqual("RVEP"u8))
                throw new InvalidDataException("This is not an episode file.");
            if (header.ReadByte() is var version && version != Version)
                throw new InvalidDataException($"Episode files of version {version} need a newer Reverie.");
            var shape = new ObservationShape(header.ReadInt32(), header.ReadInt32(), header.ReadInt32());
            int length = header.ReadInt32();
            if (shape.Channels is < 1 or > 64 || shape.Height is < 1 or > 4096 || shape.Width is < 1 or > 4096 || length is < 1 || length > MaxSteps)
                throw new InvalidDataException("The episode file is damaged: its sizes make no sense.");
            using var zlib = new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
            byte[] observations = ReadArray<byte>(zlib, checked(length * shape.Size));
            int[] actions = ReadArray<int>(zlib, length);
            float[] rewards = ReadArray<float>(zlib, length);
            bool[] ends = Array.ConvertAll(ReadArray<byte>(zlib, length), end => end != 0);
            return new Episode(shape, observations, Array.ConvertAll(actions, action => (long)action), rewards, ends);
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException("The episode file is damaged: it ends too early.", e);
        }
    }

    private static T[] ReadArray<T>(Stream stream, int count)
        where T : struct
    {
        var values = new T[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
