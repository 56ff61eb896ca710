using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Gpt2;

/// <summary>c_proj(gelu(c_fc x)).</summary>
public sealed class Gpt2FeedForward : Module
{
    private readonly Projection _expand;
    private readonly Projection _contract;
    private readonly Func<Tensor, Tensor> _activation;

    public Gpt2FeedForward(Gpt2Config config, WeightFactory weights)
    {
        long inner = config.InnerSize ?? 4 * config.HiddenSize;
        _activation = ActivationFunction.Of(config.Activation);
        _expand = Child("c_fc", new Projection(weights, config.HiddenSize, inner, true, config.InitializerRange, ProjectionLayout.InputOutput));
        double std = config.InitializerRange / Math.Sqrt(2 * config.LayerCount);
        _contract = Child("c_proj", new Projection(weights, inner, config.HiddenSize, true, std, ProjectionLayout.InputOutput));
    }

    internal Tensor Forward(Tensor x) => _contract.Forward(_activation(_expand.Forward(x)));
}
