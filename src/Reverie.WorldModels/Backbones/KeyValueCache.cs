using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>Keys and values of the tokens seen so far, in memory that is taken once and written in place.</summary>
public sealed class KeyValueCache : IBackboneState
{
    private Tensor _data;
    private Tensor[] _packedWeights = [];

    public KeyValueCache(int layers, long batch, int heads, long capacity, long headSize, Device device)
        : this(Tensor.Zeros([layers, 2, batch, heads, capacity, headSize], device: device), 0)
    {
    }

    private KeyValueCache(Tensor data, long length) => (_data, Length) = (data.KeepAlive(), length);

    public long Batch => _data.Size(2);

    public long Length { get; private set; }

    /// <summary>Tokens for which there is room.</summary>
    public long Capacity => _data.Size(4);

    /// <summary>[layers, 2 (keys, values), B, heads, capacity, d]</summary>
    internal Tensor Data => _data;

    public void Clear()
    {
        Length = 0;
        DropPackedWeights();
    }

    public void SelectRows(Tensor rows)
    {
        using var noGrad = new NoGrad();
        var selected = _data.IndexSelect(2, rows).KeepAlive();
        _data.Dispose();
        _data = selected;
    }

    public IBackboneState Clone() => new KeyValueCache(_data.Clone(), Length);

    /// <summary>The keys of one layer, [B, heads, length, d].</summary>
    public Tensor Keys(int layer) => Seen(layer, 0, Length);

    /// <summary>The values of one layer, [B, heads, length, d].</summary>
    public Tensor Values(int layer) => Seen(layer, 1, Length);

    public void Dispose()
    {
        DropPackedWeights();
        _data.Dispose();
    }

    /// <summary>Refuses tokens that do not fit.</summary>
    internal void Require(long batch, long steps)
    {
        if (batch != Batch)
            throw new ArgumentException($"The key/value cache was made for {Batch} rows, not {batch}; create a state for this batch.");
        if (Length + steps > Capacity)
        {
            throw new InvalidOperationException(
                $"The key/value cache holds {Length} of at most {Capacity} tokens and {steps} more do not fit; clear it, or create it larger.");
        }
    }

    /// <summary>Writes the keys and values of T new tokens, [B, heads, T, d] each, and gives back those of all tokens.</summary>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values) => (Append(layer, 0, keys), Append(layer, 1, values));

    /// <summary>The backbone's weights as its single steps read them, made once and good until the state is cleared: the keys are theirs too.</summary>
    internal Tensor[] PackedWeights(Func<Tensor[]> pack)
    {
        if (_packedWeights.Length == 0)
        {
            using var noGrad = new NoGrad();
            _packedWeights = pack();
            foreach (var weight in _packedWeights)
                weight.KeepAlive();
        }
        return _packedWeights;
    }

    /// <summary>All layers have written their T tokens.</summary>
    internal void Advance(long steps) => Length += steps;

    private void DropPackedWeights()
    {
        foreach (var weight in _packedWeights)
            weight.Dispose();
        _packedWeights = [];
    }

    private Tensor Append(int layer, int kind, Tensor fresh)
    {
        long steps = fresh.Size(2);
        using (new NoGrad())
            _data.Select(0, layer).Select(0, kind).Narrow(2, Length, steps).CopyFrom(fresh);
        if (!fresh.RequiresGrad)
            return Seen(layer, kind, Length + steps);
        // The cache holds values without history: the new tokens' own tensors keep theirs.
        return Length == 0 ? fresh : Tensor.Cat([Seen(layer, kind, Length).Clone(), fresh], 2);
    }

    private Tensor Seen(int layer, int kind, long length) => _data.Select(0, layer).Select(0, kind).Narrow(2, 0, length);
}
