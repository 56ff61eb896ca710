using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>The actions of an episode, packed: a byte for a choice where that is enough, else four bytes a number.</summary>
internal sealed class ActionHistory
{
    private const int FirstCapacity = 256;

    private readonly ActionSpec _spec;
    private readonly int _width, _stride;
    private readonly long[] _integers;
    private readonly float[] _numbers;
    private byte[] _bytes = new byte[FirstCapacity];
    private int _length;

    public ActionHistory(ActionSpec spec)
    {
        _spec = spec;
        _width = spec.IsContinuous || spec.Choices.Max() > byte.MaxValue + 1 ? sizeof(int) : sizeof(byte);
        _stride = _width * spec.Size;
        _integers = new long[spec.IsContinuous ? 0 : spec.Size];
        _numbers = new float[spec.IsContinuous ? spec.Size : 0];
    }

    public int Count => _length / _stride;

    /// <summary>One action; valid until the next one is asked for.</summary>
    public ActionRow this[int index]
    {
        get
        {
            var bytes = _bytes.AsSpan(index * _stride, _stride);
            if (_spec.IsContinuous)
                bytes.CopyTo(MemoryMarshal.AsBytes(_numbers.AsSpan()));
            for (int i = 0; i < _integers.Length; i++)
                _integers[i] = _width == 1 ? bytes[i] : BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * _width)..]);
            return new(_integers, _numbers);
        }
    }

    public void Clear() => _length = 0;

    public void Add(ActionRow action)
    {
        var bytes = Extend();
        if (_spec.IsContinuous)
            MemoryMarshal.AsBytes(action.Numbers).CopyTo(bytes);
        for (int i = 0; i < _integers.Length; i++)
        {
            if (_width == 1)
                bytes[i] = (byte)action.Integers[i];
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * _width)..], (int)action.Integers[i]);
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(_bytes.AsSpan(0, _length));
    }

    public void Load(BinaryReader reader)
    {
        Clear();
        // One by one: nobody's count makes room for more than there is.
        for (int count = reader.ReadInt32(); count > 0; count--)
            reader.BaseStream.ReadExactly(Extend());
    }

    private Span<byte> Extend()
    {
        if (_length + _stride > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + _stride));
        _length += _stride;
        return _bytes.AsSpan(_length - _stride, _stride);
    }
}
