using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Rwkv;

/// <summary>Channel mixing: sigmoid(r) * value(relu(key)²).</summary>
public sealed class RwkvFeedForward : Module
{
    private readonly Tensor _mixKey;
    private readonly Tensor _mixReceptance;
    private readonly Projection _key;
    private readonly Projection _receptance;
    private readonly Projection _value;

    public RwkvFeedForward(RwkvConfig config, WeightFactory weights)
    {
        long hidden = config.HiddenSize;
        _mixKey = Parameter("time_mix_key", weights.Constant([1, 1, hidden], 0.5));
        _mixReceptance = Parameter("time_mix_receptance", weights.Constant([1, 1, hidden], 0.5));
        _key = Child("key", new Projection(weights, hidden, config.IntermediateSize, false, config.InitializerRange));
        _receptance = Child("receptance", new Projection(weights, hidden, hidden, false, config.InitializerRange));
        _value = Child("value", new Projection(weights, config.IntermediateSize, hidden, false, config.InitializerRange));
    }

    internal Tensor Forward(Tensor x, Tensor shifted)
    {
        var key = F.Relu(_key.Forward(RwkvAttention.Mixed(x, shifted, _mixKey))).Square();
        return _receptance.Forward(RwkvAttention.Mixed(x, shifted, _mixReceptance)).Sigmoid() * _value.Forward(key);
    }
}
