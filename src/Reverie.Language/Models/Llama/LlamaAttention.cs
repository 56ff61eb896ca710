using Reverie.Language.Attention;
using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Llama;

/// <summary>Grouped-query attention with rotary positions; Qwen3 normalises each head of q and k before the rotation.</summary>
public sealed class LlamaAttention : Module
{
    private readonly int _layer;
    private readonly LlamaConfig _config;
    private readonly double _scale;
    private readonly Projection _query;
    private readonly Projection _key;
    private readonly Projection _value;
    private readonly Projection _output;
    private readonly RmsNorm? _queryNorm;
    private readonly RmsNorm? _keyNorm;

    public LlamaAttention(LlamaConfig config, WeightFactory weights, int layer)
    {
        (_layer, _config, _scale) = (layer, config, 1 / Math.Sqrt(config.HeadSize));
        long hidden = config.HiddenSize, queries = config.HeadCount * config.HeadSize, keys = config.KeyValueHeadCount * config.HeadSize;
        double std = config.InitializerRange;
        _query = Child("q_proj", new Projection(weights, hidden, queries, config.QueryKeyValueBias, std));
        _key = Child("k_proj", new Projection(weights, hidden, keys, config.QueryKeyValueBias, std));
        _value = Child("v_proj", new Projection(weights, hidden, keys, config.QueryKeyValueBias, std));
        _output = Child("o_proj", new Projection(weights, queries, hidden, config.OutputBias, std));
        if (config.NormalizeQueryKey)
        {
            _queryNorm = Child("q_norm", new RmsNorm(weights, config.HeadSize, config.NormEpsilon));
            _keyNorm = Child("k_norm", new RmsNorm(weights, config.HeadSize, config.NormEpsilon));
        }
    }

    internal Tensor Forward(Tensor x, AttentionContext context)
    {
        var q = Turned(_query, _queryNorm, _config.HeadCount);
        var k = Turned(_key, _keyNorm, _config.KeyValueHeadCount);
        var v = Heads(_value.Forward(x), _config.KeyValueHeadCount).Transpose(1, 2);
        return _output.Forward(context.Attend(_layer, q, k, v, _scale));

        Tensor Turned(Projection projection, RmsNorm? norm, int heads)
        {
            var split = Heads(projection.Forward(x), heads);
            return context.Rotation!.Rotate((norm is null ? split : norm.Forward(split)).Transpose(1, 2));
        }
    }

    /// <summary>[B, T, heads * d] -> [B, T, heads, d]</summary>
    private static Tensor Heads(Tensor x, int heads) => x.View(x.Size(0), x.Size(1), heads, -1);
}
