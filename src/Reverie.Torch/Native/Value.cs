using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>
/// One tagged argument or result of an operator call: the C# face of <c>rv_value</c>. Lists live in a per-thread ring of
/// native memory until some megabytes of later lists have been written, which outlives any call.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public readonly unsafe struct Value
{
    [FieldOffset(0)] internal readonly ValueTag Tag;
    [FieldOffset(4)] internal readonly int Count;
    [FieldOffset(8)] internal readonly long Integer;
    [FieldOffset(8)] internal readonly double Real;
    [FieldOffset(8)] internal readonly nint Pointer;

    private Value(ValueTag tag, long integer)
    {
        Tag = tag;
        Integer = integer;
    }

    private Value(ValueTag tag, nint pointer, int count)
    {
        Tag = tag;
        Pointer = pointer;
        Count = count;
    }

    private Value(double real)
    {
        Tag = ValueTag.Double;
        Real = real;
    }

    /// <summary>An absent optional argument.</summary>
    public static Value None => default;

    public static implicit operator Value(Tensor? tensor) => tensor is null ? default : new(ValueTag.Tensor, tensor.Handle, 0);

    public static implicit operator Value(long value) => new(ValueTag.Int, value);

    public static implicit operator Value(int value) => new(ValueTag.Int, value);

    public static implicit operator Value(double value) => new(value);

    public static implicit operator Value(bool value) => new(ValueTag.Bool, value ? 1 : 0);

    public static implicit operator Value(ScalarType value) => new(ValueTag.Int, (long)value);

    public static implicit operator Value(ScalarType? value) => value is { } type ? type : default(Value);

    public static implicit operator Value(Device device) => new(ValueTag.Device, device.Code);

    public static implicit operator Value(Device? device) => device is { } d ? d : default(Value);

    public static implicit operator Value(Generator? generator) =>
        generator is null ? default : new(ValueTag.Generator, generator.Handle, 0);

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

    public static implicit operator Value(ReadOnlySpan<Tensor> list) => Handles(ValueTag.TensorList, list!);

    public static implicit operator Value(Tensor[] list) => Handles(ValueTag.TensorList, list!);

    public static implicit operator Value(string text)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        byte* memory = (byte*)ListRing.Take(bytes);
        System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(memory, bytes));
        return new(ValueTag.String, (nint)memory, bytes);
    }

    /// <summary>A list in which some tensors may be absent, as in advanced indexing.</summary>
    public static Value Optional(ReadOnlySpan<Tensor?> list) => Handles(ValueTag.OptionalTensorList, list);

    private static Value Handles(ValueTag tag, ReadOnlySpan<Tensor?> list)
    {
        nint* memory = (nint*)ListRing.Take((long)list.Length * sizeof(nint));
        for (int i = 0; i < list.Length; i++)
            memory[i] = list[i]?.Handle ?? 0;
        return new(tag, (nint)memory, list.Length);
    }
}
