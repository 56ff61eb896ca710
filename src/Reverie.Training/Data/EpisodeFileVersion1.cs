using System.Runtime.InteropServices;
using System.Text;
using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>
/// Reads the first format: channels, height, width and length as little-endian 32-bit numbers, then zlib-compressed pictures, actions
/// (32 bits each), rewards and end flags. It did not tell termination from truncation; an end counts as the former, as in IRIS.
/// </summary>
internal static class EpisodeFileVersion1
{
    private const long MaxSteps = 1 << 24;

    /// <summary>Name of the only observation.</summary>
    internal const string Image = "image";

    internal static Episode Read(Stream stream)
    {
        using var header = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        int channels = header.ReadInt32(), height = header.ReadInt32(), width = header.ReadInt32(), length = header.ReadInt32();
        if (channels is < 1 or > 64 || height is < 1 or > 4096 || width is < 1 or > 4096 || length is < 1 || length > MaxSteps
            || (long)channels * height * width * length > EpisodeFile.MaxBytes)
        {
            throw new InvalidDataException("its sizes make no sense");
        }
        using var body = new GrowingReader(stream);
        byte[] pictures = body.Read(length * channels * height * width);
        int[] actions = MemoryMarshal.Cast<byte, int>(body.Read(checked(length * sizeof(int)))).ToArray();
        float[] rewards = MemoryMarshal.Cast<byte, float>(body.Read(checked(length * sizeof(float)))).ToArray();
        byte[] ends = body.Read(length);
        body.End();
        if (actions.Min() < 0)
            throw new InvalidDataException("its actions make no sense");
        return Make([channels, height, width], pictures, Array.ConvertAll(actions, action => (long)action), rewards, Array.ConvertAll(ends, end => end != 0));
    }

    /// <summary>Steps as the format held them; those after the first end are dropped.</summary>
    /// <exception cref="ArgumentException">The lengths disagree, or there is no step.</exception>
    internal static Episode Make(int[] shape, byte[] pictures, long[] actions, float[] rewards, bool[] ends)
    {
        if (actions.Length != ends.Length || actions.Length == 0)
            throw new ArgumentException("An episode needs as many end flags as actions, and at least one step.", nameof(ends));
        int firstEnd = ends.AsSpan().IndexOf(true), length = firstEnd < 0 ? ends.Length : firstEnd + 1, size = shape.Aggregate(1, (product, n) => product * n);
        var layout = new StepLayout(
            [new ArraySpec(Image, ElementType.UInt8, shape, 0, 255)], [], ActionSpec.Discrete(checked((int)actions.Max() + 1)));
        if (pictures.Length != (long)ends.Length * size || rewards.Length != ends.Length)
            throw new ArgumentException("An episode needs as many pictures as actions and rewards.", nameof(pictures));
        return new Episode(
            layout, [pictures[..(length * size)]], [], actions[..length], [], rewards[..length], new(Terminated: firstEnd >= 0, Truncated: false));
    }
}
