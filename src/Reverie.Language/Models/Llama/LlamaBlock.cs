using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;

namespace Reverie.Language.Models.Llama;

/// <summary>x += attention(norm x); x += mlp(norm x).</summary>
public sealed class LlamaBlock : TransformerBlock
{
    private readonly LlamaAttention _attention;
    private readonly LlamaFeedForward _feedForward;
    private readonly RmsNorm _attentionNorm;
    private readonly RmsNorm _feedForwardNorm;

    public LlamaBlock(LlamaConfig config, WeightFactory weights, int layer)
    {
        _attention = Child("self_attn", new LlamaAttention(config, weights, layer));
        _feedForward = Child("mlp", new LlamaFeedForward(config, weights));
        _attentionNorm = Child("input_layernorm", new RmsNorm(weights, config.HiddenSize, config.NormEpsilon));
        _feedForwardNorm = Child("post_attention_layernorm", new RmsNorm(weights, config.HiddenSize, config.NormEpsilon));
    }

    internal override Tensor Forward(Tensor x, AttentionContext context)
    {
        x += _attention.Forward(_attentionNorm.Forward(x), context);
        return x + _feedForward.Forward(_feedForwardNorm.Forward(x));
    }
}
