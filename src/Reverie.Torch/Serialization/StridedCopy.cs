namespace Reverie.Torch.Serialization;

/// <summary>Gathers a strided view into contiguous row-major memory.</summary>
internal static class StridedCopy
{
    /// <summary>True where the elements already lie in row-major order without gaps; strides of dimensions of size 1 do not matter.</summary>
    public static bool IsContiguous(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        long expected = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] != 1 && strides[i] != expected)
                return false;
            expected *= shape[i];
        }
        return true;
    }

    /// <summary>Copies element by element, counting through the indices like an odometer.</summary>
    /// <remarks>The caller has checked that every element lies inside <paramref name="source"/> and that there is at least one.</remarks>
    public static void Copy(ReadOnlySpan<byte> source, int itemSize, long offset, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Span<byte> target)
    {
        long[] index = new long[shape.Length];
        for (long at = offset; !target.IsEmpty; target = target[itemSize..])
        {
            source.Slice((int)(at * itemSize), itemSize).CopyTo(target);
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                at += strides[i];
                if (++index[i] < shape[i])
                    break;
                at -= shape[i] * strides[i];
                index[i] = 0;
            }
        }
    }
}
