using Google.Protobuf;

namespace Reverie.Training.Tests.Metrics;

/// <summary>Reads an event file as TensorBoard would: framing, then protobuf fields by number.</summary>
internal static class EventFile
{
    // CRC-32C bit by bit, independent of the code under test.
    public static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    public static IEnumerable<byte[]> Records(string path)
    {
        using var reader = new BinaryReader(File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            byte[] header = reader.ReadBytes(8);
            Assert.Equal(MaskedCrc(header), reader.ReadUInt32());
            byte[] data = reader.ReadBytes((int)BitConverter.ToUInt64(header));
            Assert.Equal(MaskedCrc(data), reader.ReadUInt32());
            yield return data;
        }
    }

    /// <summary>The fields of a message: number, and the raw value (double, float, long or bytes).</summary>
    public static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Number, object Value)>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed64 => input.ReadDouble(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                _ => input.ReadBytes().ToByteArray(),
            }));
        }
        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}
