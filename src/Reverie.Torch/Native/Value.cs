namespace Reverie.Torch.Native;

/// <summary>
/// One tagged argument of an operator call. It holds the object whose handle the call will take, so that nothing is freed before.
/// Lists of numbers live in a per-thread ring of native memory until some megabytes of later lists have been written, which outlives
/// any call.
/// </summary>
public readonly unsafe struct Value
{
    private readonly object? _owner; // Tensor, Tensor?[] or Generator, of which the call takes the handles
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

    public static implicit operator Value(ReadOnlySpan<long> list)
    {
        long* memory = (long*)ListRing.Take((long)list.Length * sizeof(long));
        list.CopyTo(new Span<long>(memory, list.Length));
        return new(ValueTag.IntList, (nint)memory, list.Length);
    }

    public static implicit operator Value(long[] list) => (Value)new ReadOnlySpan<long>(list);

    public static implicit operator Value(ReadOnlySpan<double> list)
    {
        double* memory = (double*)ListRing.Take((long)list.Length * sizeof(double));
        list.CopyTo(new Span<double>(memory, list.Length));
        return new(ValueTag.DoubleList, (nint)memory, list.Length);
    }

    public static implicit operator Value(ReadOnlySpan<bool> list)
    {
        bool* memory = (bool*)ListRing.Take(list.Length);
        list.CopyTo(new Span<bool>(memory, list.Length));
        return new(ValueTag.BoolList, (nint)memory, list.Length);
    }

    public static implicit operator Value(ReadOnlySpan<Tensor> list) => list.ToArray();

    public static implicit operator Value(Tensor[] list) => new(ValueTag.TensorList, list, list.Length);

    public static implicit operator Value(string text)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        byte* memory = (byte*)ListRing.Take(bytes);
        System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(memory, bytes));
        return new(ValueTag.String, (nint)memory, bytes);
    }

    /// <summary>A list in which some tensors may be absent, as in advanced indexing.</summary>
    public static Value Optional(ReadOnlySpan<Tensor?> list) => new(ValueTag.OptionalTensorList, list.ToArray(), list.Length);

    /// <summary>The argument as the bridge takes it. Only inside a <see cref="NativeCall"/>: it reads handles.</summary>
    internal NativeValue Borrow()
    {
        return _owner switch
        {
            null => new(_tag, _bits, _count),
            Tensor tensor => new(_tag, tensor.Handle, 0),
            Tensor?[] list => new(_tag, (nint)Handles(list), _count),
            _ => new(_tag, ((Generator)_owner).Handle, 0),
        };
    }

    private static nint* Handles(Tensor?[] list)
    {
        nint* memory = (nint*)ListRing.Take((long)list.Length * sizeof(nint));
        for (int i = 0; i < list.Length; i++)
            memory[i] = list[i]?.Handle ?? 0;
        return memory;
    }
}
