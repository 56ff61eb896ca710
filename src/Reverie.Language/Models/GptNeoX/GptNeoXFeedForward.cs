using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.GptNeoX;

/// <summary>dense_4h_to_h(activation(dense_h_to_4h x)).</summary>
public sealed class GptNeoXFeedForward : Module
{
    private readonly Projection _expand;
    private readonly Projection _contract;
    private readonly Func<Tensor, Tensor> _activation;

    public GptNeoXFeedForward(GptNeoXConfig config, WeightFactory weights)
    {
        _activation = ActivationFunction.Of(config.Activation);
        _expand = Child("dense_h_to_4h", new Projection(weights, config.HiddenSize, config.IntermediateSize, true, config.InitializerRange));
        _contract = Child("dense_4h_to_h", new Projection(weights, config.IntermediateSize, config.HiddenSize, true, config.InitializerRange));
    }

    internal Tensor Forward(Tensor x) => _contract.Forward(_activation(_expand.Forward(x)));
}
