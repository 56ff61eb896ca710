using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Rwkv;

/// <summary>What RWKV remembers, per layer: the last inputs of both parts and the running sums of the attention.</summary>
public sealed class RwkvState : RecurrentState, ILayeredMemory
{
    private const double NothingYet = -1e30;
    private const int SlotsPerLayer = 5;
    private const double Smallest = 1e-30;

    private readonly int _layers;

    internal RwkvState(RwkvConfig config, long batch, Device device)
        : base(batch, [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => Slots(config, layer))], device: device) => _layers = config.LayerCount;

    private RwkvState(RwkvState original) : base(original) => _layers = original._layers;

    /// <summary>The mean that each layer's attention keeps: its sums by themselves are scaled anew at every step.</summary>
    public IReadOnlyList<Tensor> Layers =>
        [.. Enumerable.Range(0, _layers).Select(Wkv).Select(sums => sums.Numerator / sums.Denominator.Clamp(min: Smallest))];

    /// <summary>The last input of a layer's channel mixing, [B, H].</summary>
    public Tensor FeedForwardInput(int layer) => Get(SlotsPerLayer * layer);

    /// <summary>The last input of a layer's time mixing, [B, H].</summary>
    public Tensor AttentionInput(int layer) => Get((SlotsPerLayer * layer) + 1);

    /// <summary>Numerator, denominator and the largest exponent so far, [B, A] each.</summary>
    public WkvState Wkv(int layer)
    {
        int first = (SlotsPerLayer * layer) + 2;
        return new WkvState(Get(first), Get(first + 1), Get(first + 2));
    }

    public override IBackboneState Clone() => new RwkvState(this);

    internal static WkvState Empty(long batch, long size, Device device) => new(
        Tensor.Zeros([batch, size], ScalarType.Float32, device), Tensor.Zeros([batch, size], ScalarType.Float32, device),
        Tensor.Full([batch, size], NothingYet, ScalarType.Float32, device));

    internal void StoreFeedForwardInput(int layer, Tensor value) => Set(SlotsPerLayer * layer, value);

    internal void StoreAttentionInput(int layer, Tensor value) => Set((SlotsPerLayer * layer) + 1, value);

    internal void Store(int layer, WkvState sums)
    {
        int first = (SlotsPerLayer * layer) + 2;
        Set(first, sums.Numerator);
        Set(first + 1, sums.Denominator);
        Set(first + 2, sums.Max);
    }

    private static IEnumerable<StateSlot> Slots(RwkvConfig config, int layer) =>
    [
        new($"{layer}.feed_forward_input", [config.HiddenSize]),
        new($"{layer}.attention_input", [config.HiddenSize]),
        new($"{layer}.numerator", [config.AttentionSize]),
        new($"{layer}.denominator", [config.AttentionSize]),
        new($"{layer}.max", [config.AttentionSize], NothingYet),
    ];
}
