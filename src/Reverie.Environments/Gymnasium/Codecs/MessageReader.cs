using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Takes numbers and texts out of a message, one after the other.</summary>
/// <param name="message">The message's body.</param>
internal ref struct MessageReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Whether all of it has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ushort Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Integer() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text() => Encoding.UTF8.GetString(Take(Integer()));

    public void Fill<T>(Span<T> elements) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(elements);
        Take(bytes.Length).CopyTo(bytes);
    }

    /// <exception cref="WorkerException">There is not so much left.</exception>
    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new WorkerException("it gave an observation that is not of its own observation space", "call");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
