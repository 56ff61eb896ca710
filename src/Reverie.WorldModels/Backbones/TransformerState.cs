using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>The key/value cache of a <see cref="Transformer"/>, and the weights as its single steps read them.</summary>
public sealed class TransformerState : KeyValueCache
{
    private readonly int _layers;
    private Tensor[] _packedWeights = [];

    internal TransformerState(int layers, long batch, int heads, long capacity, long headSize, Device device)
        : base(layers, batch, heads, capacity, headSize, device: device) => _layers = layers;

    private TransformerState(TransformerState original) : base(original) => _layers = original._layers;

    /// <summary>The cache as the native single-step kernel wants it, [layers, 2 (keys, values), B, heads, capacity, d].</summary>
    internal Tensor Layers => Data.View(_layers, 2, Data.Size(1), Data.Size(2), Data.Size(3), Data.Size(4));

    /// <summary>The rows that do not see everything, integers [n]; null: all do.</summary>
    internal Tensor? PartlySighted => FirstSteps?.Gt(0).NonZero().Squeeze(1) is { } rows && rows.Size(0) > 0 ? rows : null;

    public override void Clear()
    {
        base.Clear();
        DropPackedWeights();
    }

    public override IBackboneState Clone() => new TransformerState(this);

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

    /// <summary>What is added to scores so that no row looks at steps it has forgotten: 0 or -inf, [B, 1, 1, S + T]; null: nothing is.</summary>
    internal Tensor? RowBias(long steps) => Seen(steps) is { } seen
        ? Tensor.Zeros([1], device: seen.Device).Expand(seen.Shape).MaskedFill(seen.LogicalNot(), double.NegativeInfinity).Unsqueeze(1).Unsqueeze(1)
        : null;

    protected override void Dispose(bool disposing)
    {
        DropPackedWeights();
        base.Dispose(disposing);
    }

    private void DropPackedWeights()
    {
        foreach (var weight in _packedWeights)
            weight.Dispose();
        _packedWeights = [];
    }
}
