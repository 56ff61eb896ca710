namespace Reverie.Torch.Serialization;

/// <summary>A storage of a <c>.pt</c> file: the flat run of elements that tensors are views on.</summary>
internal sealed class TorchStorage(ScalarType type, ReadOnlyMemory<byte> data)
{
    private long ElementCount => data.Length / type.ByteSize();

    /// <summary>A view on the storage, made contiguous.</summary>
    /// <param name="offset">First element of the view.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <param name="strides">Elements between neighbours in each dimension.</param>
    /// <param name="budget">Bytes that may still be copied; views that are contiguous share the storage's memory and cost none.</param>
    public RawTensor View(long offset, long[] shape, long[] strides, ref long budget)
    {
        if (shape.Length != strides.Length || !RawTensor.TryCountBytes(type, shape, out long elements, out long bytes))
            throw new InvalidDataException("has a tensor whose sizes and strides make no sense");
        if (elements == 0)
            return new RawTensor(type, shape, default);
        var last = (Int128)offset;
        for (int i = 0; i < shape.Length; i++)
            last += (Int128)(shape[i] - 1) * strides[i];
        if (offset < 0 || Array.Exists(strides, stride => stride < 0) || last >= ElementCount)
            throw new InvalidDataException("has a tensor that reaches outside its storage");
        int itemSize = type.ByteSize();
        if (StridedCopy.IsContiguous(shape, strides))
            return new RawTensor(type, shape, data.Slice((int)(offset * itemSize), (int)bytes));
        if (bytes > budget)
            throw new InvalidDataException("has tensors that repeat their storage until they are far larger than the file");
        budget -= bytes;
        byte[] target = GC.AllocateUninitializedArray<byte>((int)bytes);
        StridedCopy.Copy(data.Span, itemSize, offset, shape, strides, target);
        return new RawTensor(type, shape, target);
    }
}
