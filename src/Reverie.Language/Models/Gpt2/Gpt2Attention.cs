using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Gpt2;

/// <summary>Causal self-attention with one projection for queries, keys and values.</summary>
public sealed class Gpt2Attention : Module
{
    private readonly int _layer;
    private readonly int _heads;
    private readonly double _scale;
    private readonly Projection _queryKeyValue;
    private readonly Projection _output;

    public Gpt2Attention(Gpt2Config config, WeightFactory weights, int layer)
    {
        long hidden = config.HiddenSize;
        (_layer, _heads) = (layer, config.HeadCount);
        _scale = (config.ScaleAttention ? 1 / Math.Sqrt((double)hidden / _heads) : 1) / (config.ScaleAttentionByLayer ? layer + 1 : 1);
        _queryKeyValue = Child("c_attn", new Projection(weights, hidden, 3 * hidden, true, config.InitializerRange, ProjectionLayout.InputOutput));
        // Residual projections start smaller, so that the stream's variance does not grow with depth.
        double std = config.InitializerRange / Math.Sqrt(2 * config.LayerCount);
        _output = Child("c_proj", new Projection(weights, hidden, hidden, true, std, ProjectionLayout.InputOutput));
    }

    internal Tensor Forward(Tensor x, AttentionContext context)
    {
        long hidden = x.Size(-1);
        var qkv = _queryKeyValue.Forward(x).View(x.Size(0), x.Size(1), 3, _heads, hidden / _heads).Permute(2, 0, 3, 1, 4).Unbind(); // 3 x [B, H, T, d]
        return _output.Forward(context.Attend(_layer, qkv[0], qkv[1], qkv[2], _scale));
    }
}
