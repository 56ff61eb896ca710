using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.GptNeoX;

/// <summary>x + attention(ln1 x) + mlp(ln2 x), or one after the other.</summary>
public sealed class GptNeoXBlock : TransformerBlock
{
    private readonly bool _parallel;
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _feedForwardNorm;
    private readonly GptNeoXAttention _attention;
    private readonly GptNeoXFeedForward _feedForward;

    public GptNeoXBlock(GptNeoXConfig config, WeightFactory weights, int layer)
    {
        _parallel = config.ParallelResidual;
        _attentionNorm = Child("input_layernorm", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _feedForwardNorm = Child("post_attention_layernorm", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _attention = Child("attention", new GptNeoXAttention(config, weights, layer));
        _feedForward = Child("mlp", new GptNeoXFeedForward(config, weights));
    }

    internal override Tensor Forward(Tensor x, AttentionContext context)
    {
        var attended = x + _attention.Forward(_attentionNorm.Forward(x), context);
        return attended + _feedForward.Forward(_feedForwardNorm.Forward(_parallel ? x : attended));
    }
}
