using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Reverie.Torch.Serialization;

/// <summary>Reads the operands of pickle operations from a buffer, never past its end.</summary>
internal ref struct PickleInput(ReadOnlySpan<byte> bytes)
{
    // Ill-formed text is an error and not a replacement character: two names must not fall together.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>A two's complement integer of any length: <see cref="long"/> where it fits, else <see cref="BigInteger"/>.</summary>
    public object Integer(int length)
    {
        var value = new BigInteger(Take((ulong)length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    public byte[] Bytes(ulong length) => Take(length).ToArray();

    public string Text(ulong length)
    {
        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("holds a text that is not UTF-8", e);
        }
    }

    /// <summary>A Python 2 string, whose bytes have no stated encoding.</summary>
    public string Latin1(ulong length) => Encoding.Latin1.GetString(Take(length));

    /// <summary>Text up to the next line feed, which is passed over.</summary>
    public string Line()
    {
        int length = _rest.IndexOf((byte)'\n');
        if (length < 0)
            throw CutShort();
        string line = Text((ulong)length);
        _rest = _rest[1..];
        return line;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw CutShort();
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private static InvalidDataException CutShort() => new("ends in the middle of its pickled data");
}
