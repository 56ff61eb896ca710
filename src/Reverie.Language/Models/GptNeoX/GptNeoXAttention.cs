using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.GptNeoX;

/// <summary>Causal attention whose projection gives q, k and v head by head, not as three large parts.</summary>
public sealed class GptNeoXAttention : Module
{
    private readonly int _layer;
    private readonly int _heads;
    private readonly Projection _queryKeyValue;
    private readonly Projection _output;

    public GptNeoXAttention(GptNeoXConfig config, WeightFactory weights, int layer)
    {
        (_layer, _heads) = (layer, config.HeadCount);
        _queryKeyValue = Child(
            "query_key_value", new Projection(weights, config.HiddenSize, 3 * config.HiddenSize, config.AttentionBias, config.InitializerRange));
        _output = Child("dense", new Projection(weights, config.HiddenSize, config.HiddenSize, config.AttentionBias, config.InitializerRange));
    }

    internal Tensor Forward(Tensor x, AttentionContext context)
    {
        long size = x.Size(-1) / _heads;
        var qkv = _queryKeyValue.Forward(x).View(x.Size(0), x.Size(1), _heads, 3, size).Permute(3, 0, 2, 1, 4).Unbind(); // 3 x [B, H, T, d]
        var q = context.Rotation!.Rotate(qkv[0]);
        var k = context.Rotation.Rotate(qkv[1]);
        return _output.Forward(context.Attend(_layer, q, k, qkv[2], 1 / Math.Sqrt(size)));
    }
}
