namespace Reverie.Environments.Spaces;

/// <summary>A dense array of any rank in C order (the last index runs fastest): data and shape, no arithmetic.</summary>
public sealed class NdArray<T> : INdArray where T : unmanaged
{
    private readonly int[] _shape;

    /// <summary>An array of zeros.</summary>
    public NdArray(params ReadOnlySpan<int> shape)
    {
        _shape = shape.ToArray();
        int length = 1;
        foreach (int n in shape)
            length = checked(length * n);
        Data = new T[length];
    }

    /// <summary>The elements; writing to them changes the array.</summary>
    public T[] Data { get; }

    public ReadOnlySpan<int> Shape => _shape;

    public int Length => Data.Length;

    public Span<T> Span => Data;

    /// <summary>An independent copy.</summary>
    public NdArray<T> Clone()
    {
        var copy = new NdArray<T>(_shape);
        Data.CopyTo(copy.Data, 0);
        return copy;
    }

    bool INdArray.ContentEquals(INdArray other) =>
        other is NdArray<T> array && Shape.SequenceEqual(array.Shape) && Span.SequenceEqual(array.Span, comparer: null);

    public override string ToString() => $"{typeof(T).Name}[{string.Join(", ", _shape)}]";
}
