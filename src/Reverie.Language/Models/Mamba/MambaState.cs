using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Mamba;

/// <summary>What Mamba remembers: per layer the last inputs of the convolution and the state of the recurrence.</summary>
public sealed class MambaState : RecurrentState, ILayeredMemory
{
    private readonly int _layers;

    internal MambaState(MambaConfig config, long batch, Device device)
        : base(batch, [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => Slots(config, layer))], device: device) => _layers = config.LayerCount;

    private MambaState(MambaState original) : base(original) => _layers = original._layers;

    public IReadOnlyList<Tensor> Layers => [.. Enumerable.Range(0, _layers).Select(layer => Recurrent(layer).Flatten(1))];

    /// <summary>The last K inputs of a layer's convolution, newest last, [B, E, K].</summary>
    public Tensor Convolution(int layer) => Get(2 * layer);

    /// <summary>A layer's state, [B, E, N].</summary>
    public Tensor Recurrent(int layer) => Get((2 * layer) + 1);

    public override IBackboneState Clone() => new MambaState(this);

    /// <summary>Puts a layer's memory in the place of the one before.</summary>
    internal void Store(int layer, Tensor convolution, Tensor recurrent)
    {
        Set(2 * layer, convolution);
        Set((2 * layer) + 1, recurrent);
    }

    private static IEnumerable<StateSlot> Slots(MambaConfig config, int layer) =>
    [
        new($"{layer}.convolution", [config.InnerSize, config.ConvolutionKernel]),
        new($"{layer}.recurrent", [config.InnerSize, config.StateSize]),
    ];
}
