using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Reverie.Torch.Serialization;

/// <summary>
/// A tensor as files hold it: element type, shape and row-major little-endian bytes, without an engine behind it.
/// </summary>
public sealed class RawTensor
{
    /// <summary>Describes <paramref name="data"/>, which is kept and not copied.</summary>
    /// <exception cref="ArgumentException">The shape is negative or overflows, or does not account for every byte.</exception>
    public RawTensor(ScalarType type, long[] shape, ReadOnlyMemory<byte> data)
    {
        if (!TryCountBytes(type, shape, out long elements, out long bytes))
            throw new ArgumentException($"The shape [{string.Join(", ", shape)}] must be non-negative and fit in 63 bits; correct the shape.");
        if (bytes != data.Length)
        {
            throw new ArgumentException(
                $"A {type} tensor of shape [{string.Join(", ", shape)}] takes {bytes} bytes, not {data.Length}; correct the shape or the data.");
        }
        (Type, Shape, ElementCount, Data) = (type, shape, elements, data);
    }

    public ScalarType Type { get; }

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public long ElementCount { get; }

    /// <summary>The elements, row-major and little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>A tensor holding a copy of <paramref name="values"/>, which are in row-major order.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="shape">Sizes, outermost first; empty for a scalar.</param>
    public static RawTensor From<T>(ReadOnlySpan<T> values, long[] shape)
        where T : unmanaged => new(TypeOf<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A vector holding a copy of <paramref name="values"/>.</summary>
    public static RawTensor From<T>(ReadOnlySpan<T> values)
        where T : unmanaged => From(values, [values.Length]);

    /// <summary>The elements as a span of <typeparamref name="T"/>, which must be the tensor's own element type.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged => TypeOf<T>() == Type
            ? MemoryMarshal.Cast<byte, T>(Data.Span)
            : throw new InvalidOperationException($"The tensor holds {Type} elements; read them as that type, or as numbers with ToDouble().");

    /// <summary>The elements converted to single precision; booleans become 0 and 1.</summary>
    public float[] ToSingle() => Convert<float>();

    /// <summary>The elements converted to double precision; booleans become 0 and 1.</summary>
    public double[] ToDouble() => Convert<double>();

    /// <summary>Elements and bytes of a shape; false where a size is negative or a product does not fit in 63 bits.</summary>
    internal static bool TryCountBytes(ScalarType type, ReadOnlySpan<long> shape, out long elements, out long bytes)
    {
        (elements, bytes) = (1, 0);
        foreach (long size in shape)
        {
            var product = (Int128)elements * size;
            if (size < 0 || product > long.MaxValue)
                return false;
            elements = (long)product;
        }
        var total = (Int128)elements * type.ByteSize();
        bytes = total > long.MaxValue ? 0 : (long)total;
        return total <= long.MaxValue;
    }

    private static ScalarType TypeOf<T>()
        where T : unmanaged => default(T) switch
        {
            byte => ScalarType.UInt8,
            sbyte => ScalarType.Int8,
            short => ScalarType.Int16,
            int => ScalarType.Int32,
            long => ScalarType.Int64,
            Half => ScalarType.Float16,
            float => ScalarType.Float32,
            double => ScalarType.Float64,
            bool => ScalarType.Bool,
            _ => throw new NotSupportedException($"No element type corresponds to {typeof(T).Name}; use one of the .NET number types."),
        };

    private TNumber[] Convert<TNumber>()
        where TNumber : unmanaged, System.Numerics.INumberBase<TNumber>
    {
        var values = new TNumber[checked((int)ElementCount)];
        switch (Type)
        {
            case ScalarType.UInt8 or ScalarType.Bool: From<byte>(values); break;
            case ScalarType.Int8: From<sbyte>(values); break;
            case ScalarType.Int16: From<short>(values); break;
            case ScalarType.Int32: From<int>(values); break;
            case ScalarType.Int64: From<long>(values); break;
            case ScalarType.Float16: From<Half>(values); break;
            case ScalarType.Float32: From<float>(values); break;
            case ScalarType.Float64: From<double>(values); break;
            case ScalarType.BFloat16:
                // A bfloat16 is the upper half of the single-precision number of the same value.
                var halves = MemoryMarshal.Cast<byte, ushort>(Data.Span);
                for (int i = 0; i < values.Length; i++)
                    values[i] = TNumber.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)halves[i] << 16));
                break;
            default: throw new NotSupportedException($"{Type} elements have no numeric value.");
        }
        return values;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void From<TElement>(TNumber[] target)
            where TElement : unmanaged, System.Numerics.INumberBase<TElement>
        {
            var source = MemoryMarshal.Cast<byte, TElement>(Data.Span);
            for (int i = 0; i < target.Length; i++)
                target[i] = TNumber.CreateTruncating(source[i]);
        }
    }
}
