using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Attention;

/// <summary>
/// The keys and values of every layer, in memory that is taken once. It holds numbers, not history: gradients do not flow
/// from one call into an earlier one.
/// </summary>
public sealed class KeyValueState : IBackboneState
{
    private Tensor[] _keys;
    private Tensor[] _values;

    internal KeyValueState(int layers, long batch, long heads, long capacity, long headSize, ScalarType type, Device device)
    {
        _keys = Make();
        _values = Make();
        Capacity = capacity;

        Tensor[] Make() =>
            [.. Enumerable.Range(0, layers).Select(_ => Tensor.Zeros([batch, heads, capacity, headSize], type, device).KeepAlive())];
    }

    private KeyValueState(Tensor[] keys, Tensor[] values, long length) =>
        (_keys, _values, Length, Capacity) = (keys, values, length, keys[0].Size(2));

    public long Batch => _keys[0].Size(0);

    public long Length { get; private set; }

    /// <summary>Steps that there is room for.</summary>
    public long Capacity { get; }

    /// <summary>Keys of a layer after the rotation, [B, heads, Length, size]: a view of the cache.</summary>
    public Tensor Keys(int layer) => _keys[layer].Narrow(2, 0, Length);

    /// <summary>Values of a layer, [B, heads, Length, size]: a view of the cache.</summary>
    public Tensor Values(int layer) => _values[layer].Narrow(2, 0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets the newest steps and keeps the first ones.</summary>
    public void Truncate(long length)
    {
        if (length < 0 || length > Length)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"The state holds {Length} steps; keep between 0 and that many.");
        Length = length;
    }

    public void SelectRows(Tensor rows)
    {
        using var noGrad = new NoGrad();
        _keys = Array.ConvertAll(_keys, Selected);
        _values = Array.ConvertAll(_values, Selected);

        Tensor Selected(Tensor tensor)
        {
            var selected = tensor.IndexSelect(0, rows).KeepAlive();
            tensor.Dispose();
            return selected;
        }
    }

    public IBackboneState Clone()
    {
        using var noGrad = new NoGrad();
        return new KeyValueState(Array.ConvertAll(_keys, t => t.Clone().KeepAlive()), Array.ConvertAll(_values, t => t.Clone().KeepAlive()), Length);
    }

    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    /// <summary>Checks that the next steps fit.</summary>
    internal void Reserve(long batch, long steps)
    {
        if (batch != Batch)
            throw new ArgumentException($"The state is for {Batch} rows but the input has {batch}; create a state for that many.");
        if (Length + steps > Capacity)
        {
            throw new InvalidOperationException(
                $"The state has room for {Capacity} steps, {Length} are taken and {steps} more do not fit; create it with a larger capacity.");
        }
    }

    /// <summary>Stores a layer's new keys and values behind the old ones.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="keys">[B, heads, T, size]</param>
    /// <param name="values">[B, heads, T, size]</param>
    /// <returns>Old and new ones together; the new with their history.</returns>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values) => (Append(_keys[layer], keys), Append(_values[layer], values));

    internal void Advance(long steps) => Length += steps;

    private Tensor Append(Tensor cache, Tensor fresh)
    {
        long steps = fresh.Size(2);
        using (new NoGrad())
        {
            using var slot = cache.Narrow(2, Length, steps);
            slot.CopyFrom(fresh);
        }
        if (!fresh.RequiresGrad)
            return cache.Narrow(2, 0, Length + steps);
        // A later call overwrites the cache in place; what backward needs must not lie in it.
        return Length == 0 ? fresh : Tensor.Cat([cache.Narrow(2, 0, Length).Clone(), fresh], 2);
    }
}
