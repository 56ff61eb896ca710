using System.Runtime.InteropServices;

namespace Reverie.Environments.Arrays;

/// <summary>So many arrays of one kind, one after the other: [Rows, ...Spec.Shape], the same observation of several environments or steps.</summary>
/// <param name="spec">What one row holds.</param>
/// <param name="rows">How many rows.</param>
public sealed class ArrayRows(ArraySpec spec, int rows)
{
    /// <summary>What one row holds.</summary>
    public ArraySpec Spec { get; } = spec;

    /// <summary>Number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>All elements as bytes, row after row.</summary>
    public byte[] Bytes { get; } = new byte[checked(rows * spec.ByteLength)];

    /// <summary>The bytes of one row.</summary>
    public Span<byte> Row(int row) => Bytes.AsSpan(row * Spec.ByteLength, Spec.ByteLength);

    /// <summary>The bytes of some rows.</summary>
    public Span<byte> Range(int start, int count) => Bytes.AsSpan(start * Spec.ByteLength, count * Spec.ByteLength);

    /// <summary>All elements.</summary>
    /// <exception cref="ArgumentException">They are of another type.</exception>
    public Span<T> As<T>() where T : unmanaged => ElementTypes.Of<T>() == Spec.Type
        ? MemoryMarshal.Cast<byte, T>(Bytes.AsSpan())
        : throw new ArgumentException($"The elements of '{Spec.Name}' are {Spec.Type}, not {typeof(T).Name}.", nameof(T));

    /// <summary>The elements of one row.</summary>
    /// <exception cref="ArgumentException">They are of another type.</exception>
    public Span<T> Row<T>(int row) where T : unmanaged => As<T>().Slice(row * Spec.Length, Spec.Length);
}
