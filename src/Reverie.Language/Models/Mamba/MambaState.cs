using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models.Mamba;

/// <summary>What Mamba remembers: per layer the last inputs of the convolution and the state of the recurrence. Its size never grows.</summary>
public sealed class MambaState : IBackboneState
{
    private Tensor[] _convolution;
    private Tensor[] _recurrent;

    internal MambaState(MambaConfig config, long batch, Device device)
    {
        _convolution = Make(config.ConvolutionKernel);
        _recurrent = Make(config.StateSize);

        Tensor[] Make(long size) =>
            [.. Enumerable.Range(0, config.LayerCount).Select(_ => Tensor.Zeros([batch, config.InnerSize, size], ScalarType.Float32, device).KeepAlive())];
    }

    private MambaState(Tensor[] convolution, Tensor[] recurrent, long length) => (_convolution, _recurrent, Length) = (convolution, recurrent, length);

    public long Batch => _recurrent[0].Size(0);

    public long Length { get; private set; }

    /// <summary>The last K inputs of a layer's convolution, newest last, [B, E, K].</summary>
    public Tensor Convolution(int layer) => _convolution[layer];

    /// <summary>A layer's state, [B, E, N].</summary>
    public Tensor Recurrent(int layer) => _recurrent[layer];

    public void Clear()
    {
        foreach (var tensor in _convolution.Concat(_recurrent))
            tensor.ZeroInPlace();
        Length = 0;
    }

    public void SelectRows(Tensor rows)
    {
        using var noGrad = new NoGrad();
        _convolution = Array.ConvertAll(_convolution, Selected);
        _recurrent = Array.ConvertAll(_recurrent, Selected);

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
        return new MambaState(Array.ConvertAll(_convolution, t => t.Clone().KeepAlive()), Array.ConvertAll(_recurrent, t => t.Clone().KeepAlive()), Length);
    }

    public void Dispose()
    {
        foreach (var tensor in _convolution.Concat(_recurrent))
            tensor.Dispose();
    }

    /// <summary>Overwrites a layer's memory.</summary>
    internal void Store(int layer, Tensor convolution, Tensor recurrent)
    {
        using var noGrad = new NoGrad();
        _convolution[layer].CopyFrom(convolution);
        _recurrent[layer].CopyFrom(recurrent);
    }

    internal void Advance(long steps) => Length += steps;
}
