using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Rwkv;

/// <summary>What RWKV remembers, per layer: the last inputs of both parts and the running sums of the attention.</summary>
public sealed class RwkvState : IBackboneState
{
    private const double NothingYet = -1e30;

    private Tensor[] _tensors; // five a layer

    internal RwkvState(RwkvConfig config, long batch, Device device)
    {
        long[] sizes = [config.HiddenSize, config.HiddenSize, config.AttentionSize, config.AttentionSize, config.AttentionSize];
        _tensors = [.. Enumerable.Range(0, 5 * config.LayerCount).Select(i => Tensor.Zeros([batch, sizes[i % 5]], ScalarType.Float32, device).KeepAlive())];
        Clear();
    }

    private RwkvState(Tensor[] tensors, long length) => (_tensors, Length) = (tensors, length);

    public long Batch => _tensors[0].Size(0);

    public long Length { get; private set; }

    /// <summary>The last input of a layer's channel mixing, [B, H].</summary>
    public Tensor FeedForwardInput(int layer) => _tensors[5 * layer];

    /// <summary>The last input of a layer's time mixing, [B, H].</summary>
    public Tensor AttentionInput(int layer) => _tensors[(5 * layer) + 1];

    /// <summary>Numerator, denominator and the largest exponent so far, [B, A] each.</summary>
    public WkvState Wkv(int layer) => new(_tensors[(5 * layer) + 2], _tensors[(5 * layer) + 3], _tensors[(5 * layer) + 4]);

    public void Clear()
    {
        for (int i = 0; i < _tensors.Length; i++)
            _tensors[i].FillInPlace(i % 5 == 4 ? NothingYet : 0);
        Length = 0;
    }

    public void SelectRows(Tensor rows)
    {
        using var noGrad = new NoGrad();
        _tensors = Array.ConvertAll(_tensors, tensor =>
        {
            var selected = tensor.IndexSelect(0, rows).KeepAlive();
            tensor.Dispose();
            return selected;
        });
    }

    public IBackboneState Clone()
    {
        using var noGrad = new NoGrad();
        return new RwkvState(Array.ConvertAll(_tensors, t => t.Clone().KeepAlive()), Length);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
    }

    internal static WkvState Empty(long batch, long size, Device device) => new(
        Tensor.Zeros([batch, size], ScalarType.Float32, device), Tensor.Zeros([batch, size], ScalarType.Float32, device),
        Tensor.Full([batch, size], NothingYet, ScalarType.Float32, device));

    internal static void Overwrite(Tensor slot, Tensor value)
    {
        using var noGrad = new NoGrad();
        slot.CopyFrom(value);
    }

    internal void Advance(long steps) => Length += steps;
}
