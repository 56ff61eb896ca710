using System.Runtime.InteropServices;
using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers;

/// <summary>Remembers what a function over rows gave for each distinct row, by a 128-bit hash of the row.</summary>
internal sealed class MemoCache(long capacityBytes)
{
    private readonly Dictionary<UInt128, Array> _known = [];
    private long[] _resultShape = [];
    private long _bytes;

    /// <summary>Rows that the function was asked for.</summary>
    public long Misses { get; private set; }

    public void Clear()
    {
        _known.Clear();
        _bytes = 0;
    }

    /// <summary>The function's result for each row, computed for unknown rows only, in one call.</summary>
    /// <param name="rows">[N, ...] of <typeparamref name="TKey"/>.</param>
    /// <param name="resultShape">The shape of one result; empty: as the function gives it.</param>
    /// <param name="resultType">The element type of results.</param>
    /// <param name="compute">[M, ...] distinct rows to [M, result].</param>
    public Tensor Get<TKey, TResult>(Tensor rows, ReadOnlySpan<long> resultShape, ScalarType resultType, Func<Tensor, Tensor> compute)
        where TKey : unmanaged
        where TResult : unmanaged
    {
        if (_bytes > capacityBytes)
            Clear();
        var keys = KeysOf(rows.To(Device.Cpu).Contiguous().Data<TKey>(), rows.Size(0));
        var missing = keys.Index().Where(entry => !_known.ContainsKey(entry.Item)).DistinctBy(entry => entry.Item).ToArray();
        if (missing.Length > 0)
            Compute<TResult>(rows, missing, compute);
        long[] shape = resultShape.IsEmpty ? _resultShape : resultShape.ToArray();
        var result = Tensor.Empty([keys.Length, .. shape], resultType);
        var memory = result.Data<TResult>();
        int size = keys.Length == 0 ? 0 : memory.Length / keys.Length;
        for (int i = 0; i < keys.Length; i++)
            ((TResult[])_known[keys[i]]).CopyTo(memory[(i * size)..]);
        return result.To(rows.Device);
    }

    private void Compute<TResult>(Tensor rows, (int Index, UInt128 Key)[] missing, Func<Tensor, Tensor> compute) where TResult : unmanaged
    {
        using var scope = new TensorScope();
        var index = Tensor.From([.. missing.Select(entry => (long)entry.Index)]).To(rows.Device);
        var fresh = compute(rows.IndexSelect(0, index)).To(Device.Cpu).Contiguous();
        _resultShape = fresh.Shape[1..].ToArray();
        var memory = fresh.Data<TResult>();
        int size = memory.Length / missing.Length;
        for (int i = 0; i < missing.Length; i++)
            _known[missing[i].Key] = memory.Slice(i * size, size).ToArray();
        Misses += missing.Length;
        _bytes += (long)memory.Length * Marshal.SizeOf<TResult>();
    }

    private static UInt128[] KeysOf<TKey>(ReadOnlySpan<TKey> memory, long rows) where TKey : unmanaged
    {
        var keys = new UInt128[rows];
        int size = rows == 0 ? 0 : memory.Length / (int)rows;
        for (int i = 0; i < keys.Length; i++)
            keys[i] = MemoryHash.Of(MemoryMarshal.AsBytes(memory.Slice(i * size, size)));
        return keys;
    }
}
