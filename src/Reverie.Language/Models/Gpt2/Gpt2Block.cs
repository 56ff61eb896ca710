using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Gpt2;

/// <summary>x += attention(ln_1 x); x += mlp(ln_2 x).</summary>
public sealed class Gpt2Block : TransformerBlock
{
    private readonly LayerNorm _attentionNorm;
    private readonly Gpt2Attention _attention;
    private readonly LayerNorm _feedForwardNorm;
    private readonly Gpt2FeedForward _feedForward;

    public Gpt2Block(Gpt2Config config, WeightFactory weights, int layer)
    {
        _attentionNorm = Child("ln_1", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _attention = Child("attn", new Gpt2Attention(config, weights, layer));
        _feedForwardNorm = Child("ln_2", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _feedForward = Child("mlp", new Gpt2FeedForward(config, weights));
    }

    internal override Tensor Forward(Tensor x, AttentionContext context)
    {
        x += _attention.Forward(_attentionNorm.Forward(x), context);
        return x + _feedForward.Forward(_feedForwardNorm.Forward(x));
    }
}
