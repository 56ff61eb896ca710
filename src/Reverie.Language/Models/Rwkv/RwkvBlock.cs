using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Rwkv;

/// <summary>x += attention(ln1 x); x += feed_forward(ln2 x); the first block normalises the embeddings before all else.</summary>
public sealed class RwkvBlock : RecurrentBlock<RwkvState>
{
    private readonly int _layer;
    private readonly LayerNorm? _entryNorm;
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _feedForwardNorm;
    private readonly RwkvAttention _attention;
    private readonly RwkvFeedForward _feedForward;

    public RwkvBlock(RwkvConfig config, WeightFactory weights, int layer)
    {
        _layer = layer;
        _entryNorm = layer == 0 ? Child("pre_ln", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon)) : null;
        _attentionNorm = Child("ln1", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _feedForwardNorm = Child("ln2", weights.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        _attention = Child("attention", new RwkvAttention(config, weights, layer));
        _feedForward = Child("feed_forward", new RwkvFeedForward(config, weights));
    }

    internal override Tensor Forward(Tensor x, RwkvState? state, StepMask? mask)
    {
        x = _entryNorm?.Forward(x) ?? x;
        var attended = _attentionNorm.Forward(x);
        x += _attention.Forward(attended, Shifted(attended, state?.AttentionInput(_layer)), state, mask);
        state?.StoreAttentionInput(_layer, Last(attended, state.AttentionInput(_layer), mask));
        var mixed = _feedForwardNorm.Forward(x);
        var shifted = Shifted(mixed, state?.FeedForwardInput(_layer));
        state?.StoreFeedForwardInput(_layer, Last(mixed, state.FeedForwardInput(_layer), mask));
        return x + _feedForward.Forward(mixed, shifted);
    }

    /// <summary>Each step's predecessor; the first step's is the state's.</summary>
    private static Tensor Shifted(Tensor x, Tensor? last)
    {
        var before = last is null ? Tensor.ZerosLike(x.Narrow(1, 0, 1)) : last.To(x.DType).Unsqueeze(1);
        return Tensor.Cat([before, x.Narrow(1, 0, x.Size(1) - 1)], 1);
    }

    private static Tensor Last(Tensor x, Tensor before, StepMask? mask) => mask is null
        ? x.Select(1, x.Size(1) - 1) : mask.Last(Tensor.Cat([before.To(x.DType).Unsqueeze(1), x], 1), 1).Select(1, 0);
}
