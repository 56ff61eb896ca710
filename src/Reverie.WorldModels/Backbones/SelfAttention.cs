using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Backbones;

/// <summary>Multi-head self-attention with separate key, query and value maps, which run as one product.</summary>
internal sealed class SelfAttention : Module
{
    private readonly TransformerOptions _options;
    private readonly Linear _key;
    private readonly Linear _query;
    private readonly Linear _value;
    private readonly Linear _proj;

    public SelfAttention(TransformerOptions options, Generator? generator)
    {
        _options = options;
        Mask = Buffer("mask", AttentionMask.Create(options));
        int width = options.EmbeddingSize;
        _key = Child("key", new Linear(width, width, generator: generator));
        _query = Child("query", new Linear(width, width, generator: generator));
        _value = Child("value", new Linear(width, width, generator: generator));
        _proj = Child("proj", new Linear(width, width, generator: generator));
    }

    /// <summary>[max tokens, max tokens], 1 where a row may look at a column.</summary>
    public Tensor Mask { get; }

    /// <summary>Weights in the order of the native single-step kernel.</summary>
    public IEnumerable<Tensor> Weights =>
        [_query.Weight, _query.Bias!, _key.Weight, _key.Bias!, _value.Weight, _value.Bias!, _proj.Weight, _proj.Bias!];

    /// <param name="x">[B, T, E]</param>
    /// <param name="bias">[T, S + T] or [B, 1, T, S + T], -inf where a token may not look; null where the fused operator does it all.</param>
    /// <param name="past">Where earlier keys and values are, and these go; null: there are none.</param>
    /// <param name="layer">This layer's place in the cache.</param>
    /// <returns>[B, T, E]</returns>
    public Tensor Forward(Tensor x, Tensor? bias, AttentionPast? past, int layer)
    {
        var qkv = F.Linear(x, Tensor.Cat([_query.Weight, _key.Weight, _value.Weight]), Tensor.Cat([_query.Bias!, _key.Bias!, _value.Bias!])); // [B, T, 3E]
        int block = _options.Attention == AttentionKind.Causal ? 1 : _options.TokensPerBlock;
        var heads = bias is null
            ? F.SelfAttention(qkv.Float(), _options.HeadCount, block, _options.AttentionDropout, Training)
            : Compose(qkv, bias, past, layer);
        return F.Dropout(_proj.Forward(heads), _options.ResidualDropout, Training);
    }

    /// <summary>What the token that was read last sees, whose key and value are in the cache already, which stays as it is.</summary>
    /// <param name="x">[B, 1, E]</param>
    /// <param name="cache">Keys and values up to this token's.</param>
    /// <param name="bias">[B, 1, 1, S], -inf where a row may not look; null: it may look everywhere.</param>
    /// <param name="layer">This layer's place in the cache.</param>
    /// <returns>[B, 1, E], and how much it looks at each token, averaged over heads, [B, S].</returns>
    public (Tensor Output, Tensor Shares) LookAgain(Tensor x, TransformerState cache, Tensor? bias, int layer)
    {
        long headSize = _options.EmbeddingSize / _options.HeadCount;
        var q = _query.Forward(x).View(x.Size(0), 1, _options.HeadCount, headSize).Transpose(1, 2); // [B, h, 1, d]
        var scores = (q * (1 / Math.Sqrt(headSize))).MatMul(cache.Keys(layer).T);
        var weights = (bias is null ? scores : scores + bias).Softmax(-1); // [B, h, 1, S]
        return (_proj.Forward(weights.MatMul(cache.Values(layer)).Transpose(1, 2).Reshape(x.Shape)), weights.Mean([1]).Squeeze(1));
    }

    private Tensor Compose(Tensor together, Tensor bias, AttentionPast? past, int layer)
    {
        long batch = together.Size(0), steps = together.Size(1), headSize = _options.EmbeddingSize / _options.HeadCount;
        var qkv = together.View(batch, steps, 3, _options.HeadCount, headSize).Permute(2, 0, 3, 1, 4);
        Tensor q = qkv.Select(0, 0), k = qkv.Select(0, 1), v = qkv.Select(0, 2); // [B, h, T, d]
        if (past is not null)
            (k, v) = past.Append(layer, k, v);
        var scores = (q * (1 / Math.Sqrt(headSize))).MatMul(k.T) + bias; // [B, h, T, S + T]
        var weights = F.Dropout(scores.Softmax(-1), _options.AttentionDropout, Training);
        return weights.MatMul(v).Transpose(1, 2).Reshape(batch, steps, _options.EmbeddingSize);
    }
}
