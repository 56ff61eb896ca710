using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Rwkv;

/// <summary>Time mixing: output(sigmoid(r) * wkv(k, v)).</summary>
public sealed class RwkvAttention : Module
{
    private readonly int _layer;
    private readonly Tensor _decay;
    private readonly Tensor _first;
    private readonly Tensor _mixKey;
    private readonly Tensor _mixValue;
    private readonly Tensor _mixReceptance;
    private readonly Projection _key;
    private readonly Projection _value;
    private readonly Projection _receptance;
    private readonly Projection _output;

    public RwkvAttention(RwkvConfig config, WeightFactory weights, int layer)
    {
        _layer = layer;
        long hidden = config.HiddenSize, size = config.AttentionSize;
        double std = config.InitializerRange;
        _decay = Parameter("time_decay", weights.Uniform([size], -5, 3));
        _first = Parameter("time_first", weights.Constant([size], Math.Log(0.3)));
        _mixKey = Parameter("time_mix_key", weights.Constant([1, 1, hidden], 0.5));
        _mixValue = Parameter("time_mix_value", weights.Constant([1, 1, hidden], 0.5));
        _mixReceptance = Parameter("time_mix_receptance", weights.Constant([1, 1, hidden], 0.5));
        _key = Child("key", new Projection(weights, hidden, size, false, std));
        _value = Child("value", new Projection(weights, hidden, size, false, std));
        _receptance = Child("receptance", new Projection(weights, hidden, size, false, std));
        _output = Child("output", new Projection(weights, size, hidden, false, std));
    }

    internal Tensor Forward(Tensor x, Tensor shifted, RwkvState? state, StepMask? mask)
    {
        var k = _key.Forward(Mixed(x, shifted, _mixKey)).Float();
        var v = _value.Forward(Mixed(x, shifted, _mixValue)).Float();
        var r = _receptance.Forward(Mixed(x, shifted, _mixReceptance)).Sigmoid();
        var before = state?.Wkv(_layer) ?? RwkvState.Empty(x.Size(0), k.Size(-1), x.Device);
        var (mean, after) = Wkv.Run(k, v, -_decay.Float().Exp(), _first.Float(), before, mask?.Hidden);
        state?.Store(_layer, after);
        return _output.Forward(r * mean.To(x.DType));
    }

    internal static Tensor Mixed(Tensor x, Tensor shifted, Tensor share) => shifted + ((x - shifted) * share);
}
