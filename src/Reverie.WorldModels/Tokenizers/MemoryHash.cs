using System.Buffers.Binary;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>A fast 128-bit hash of memory: two independent chains of folded 64x64 bit products.</summary>
internal static class MemoryHash
{
    private const ulong A = 0x9E3779B97F4A7C15, B = 0xD1B54A32D192ED03, C = 0x8CB92BA72F3D8DD7, D = 0xABC98388FB8FAC03;

    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong low = A ^ (ulong)bytes.Length, high = B + (ulong)bytes.Length;
        for (; bytes.Length >= 16; bytes = bytes[16..])
        {
            ulong x = BinaryPrimitives.ReadUInt64LittleEndian(bytes), y = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            low = Fold(x ^ low ^ C, y ^ A);
            high = Fold(y ^ high ^ D, x ^ B);
        }
        Span<byte> tail = stackalloc byte[16];
        tail.Clear();
        bytes.CopyTo(tail);
        ulong u = BinaryPrimitives.ReadUInt64LittleEndian(tail), v = BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]);
        return new UInt128(Fold(high ^ u ^ C, v ^ D), Fold(low ^ v ^ A, u ^ B));
    }

    private static ulong Fold(ulong x, ulong y)
    {
        ulong upper = Math.BigMul(x, y, out ulong lower);
        // Adding x keeps the chain alive where a product happens to be zero.
        return (upper ^ lower) + x;
    }
}
