using System.Numerics;
using System.Runtime.InteropServices;

namespace Reverie.Environments.Arrays;

/// <summary>The brighter of two pictures, byte by byte.</summary>
internal static class ByteMaximum
{
    /// <param name="a">Bytes.</param>
    /// <param name="b">As many.</param>
    /// <param name="result">Receives the larger ones; may be one of the two.</param>
    public static void Write(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> result)
    {
        var wideA = MemoryMarshal.Cast<byte, Vector<byte>>(a);
        var wideB = MemoryMarshal.Cast<byte, Vector<byte>>(b);
        var wide = MemoryMarshal.Cast<byte, Vector<byte>>(result);
        for (int i = 0; i < wide.Length; i++)
            wide[i] = System.Numerics.Vector.Max(wideA[i], wideB[i]);
        for (int i = wide.Length * Vector<byte>.Count; i < result.Length; i++)
            result[i] = Math.Max(a[i], b[i]);
    }
}
