namespace Reverie.Environments;

/// <summary>The checksum of PNG, gzip and zlib: CRC-32 with the reflected polynomial 0xEDB88320.</summary>
public static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];

    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of what <paramref name="crc"/> covers followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        foreach (byte value in data)
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
