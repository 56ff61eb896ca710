using System.Runtime.CompilerServices;

namespace Reverie.Torch.Native;

/// <summary>
/// One tagged argument of an operator call. It holds the object whose handle the call will take, so that nothing is freed before, and
/// lists as they were when it was made; they are copied to native memory inside the call.
/// </summary>
public readonly unsafe struct Value
{
    private readonly object? _owner; // Tensor, Tensor?[] or Generator, of which the call takes the handles; or a list's elements
    private readonly long _bits;
    private readonly int _count;
    private readonly ValueTag _tag;

    private Value(ValueTag tag, long bits, int count = 0)
    {
        _tag = tag;
        _bits = bits;
        _count = count;
    }

    private Value(ValueTag tag, object owner, int count = 0)
    {
        _tag = tag;
        _owner = owner;
        _count = count;
    }

    /// <summary>An absent optional argument.</summary>
    public static Value None => default;

    public static implicit operator Value(Tensor? tensor) => tensor is null ? default : new(ValueTag.Tensor, tensor);

    public static implicit operator Value(long value) => new(ValueTag.Int, value);

    public static implicit operator Value(int value) => new(ValueTag.Int, value);

    public static implicit operator Value(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Value(ScalarType value) => new(ValueTag.Int, (long)value);

    public static implicit operator Value(ScalarType? value) => value is { } type ? type : default(Value);

    public static implicit operator Value(Device device) => new(ValueTag.Device, device.Code);

    public static implicit operator Value(Device? device) => device is { } d ? d : default(Value);

    public static implicit operator Value(Generator? generator) =>
        generator is null ? default : new(ValueTag.Generator, generator);

    public static implicit operator Value(ReadOnlySpan<long> list) => new(ValueTag.IntList, Copy(list), list.Length);

    public static implicit operator Value(long[] list) => (Value)new ReadOnlySpan<long>(list);

    public static implicit operator Value(ReadOnlySpan<double> list) => new(ValueTag.DoubleList, Copy(list), list.Length);

    public static implicit operator Value(ReadOnlySpan<bool> list) => new(ValueTag.BoolList, Copy(list), list.Length);

    public static implicit operator Value(ReadOnlySpan<Tensor> list) => new(ValueTag.TensorList, list.ToArray(), list.Length);

    public static implicit operator Value(Tensor[] list) => (Value)new ReadOnlySpan<Tensor>(list);

    public static implicit operator Value(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return new(ValueTag.String, bytes, bytes.Length);
    }

    /// <summary>A list in which some tensors may be absent, as in advanced indexing.</summary>
    public static Value Optional(ReadOnlySpan<Tensor?> list) => new(ValueTag.OptionalTensorList, list.ToArray(), list.Length);

    /// <summary>The argument as the bridge takes it. Only inside a <see cref="NativeCall"/>: it reads handles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal NativeValue Borrow() => _owner is Tensor tensor ? new(_tag, tensor.Handle, 0) : _owner is null ? new(_tag, _bits, _count) : BorrowOther();

    private NativeValue BorrowOther()
    {
        return _owner switch
        {
            long[] list => new(_tag, Copied(list), _count),
            Tensor?[] list => new(_tag, (nint)Handles(list), _count),
            double[] list => new(_tag, Copied(list), _count),
            bool[] list => new(_tag, Copied(list), _count),
            byte[] text => new(_tag, Copied(text), _count),
            _ => new(_tag, ((Generator)_owner!).Handle, 0),
        };
    }

    /// <summary>A copy, of a length that a call can take.</summary>
    private static T[] Copy<T>(ReadOnlySpan<T> list) where T : unmanaged
    {
        ListRing.Require((long)list.Length * sizeof(T));
        return list.ToArray();
    }

    private static nint Copied<T>(T[] list) where T : unmanaged
    {
        void* memory = ListRing.Take((long)list.Length * sizeof(T));
        list.CopyTo(new Span<T>(memory, list.Length));
        return (nint)memory;
    }

    private static nint* Handles(Tensor?[] list)
    {
        nint* memory = (nint*)ListRing.Take((long)list.Length * sizeof(nint));
        for (int i = 0; i < list.Length; i++)
            memory[i] = list[i]?.Handle ?? 0;
        return memory;
    }
}
