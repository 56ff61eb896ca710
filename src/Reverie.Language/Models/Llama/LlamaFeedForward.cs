using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Llama;

/// <summary>down(activation(gate x) * up x).</summary>
public sealed class LlamaFeedForward : Module
{
    private readonly Projection _gate;
    private readonly Projection _up;
    private readonly Projection _down;
    private readonly Func<Tensor, Tensor> _activation;

    public LlamaFeedForward(LlamaConfig config, WeightFactory weights)
    {
        _activation = ActivationFunction.Of(config.Activation);
        _gate = Child("gate_proj", new Projection(weights, config.HiddenSize, config.IntermediateSize, config.FeedForwardBias, config.InitializerRange));
        _up = Child("up_proj", new Projection(weights, config.HiddenSize, config.IntermediateSize, config.FeedForwardBias, config.InitializerRange));
        _down = Child("down_proj", new Projection(weights, config.IntermediateSize, config.HiddenSize, config.FeedForwardBias, config.InitializerRange));
    }

    internal Tensor Forward(Tensor x) => _down.Forward(_activation(_gate.Forward(x)) * _up.Forward(x));
}
