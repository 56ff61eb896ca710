using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Rwkv;

/// <summary>x += attention(ln1 x); x += feed_forward(ln2 x); the first block normalises the embeddings before all else.</summary>
public sealed class RwkvBlock : Module
{
    private readonly int _layer;
    private readonly Norm? _entryNorm;
    private readonly Norm _attentionNorm;
    private readonly Norm _feedForwardNorm;
    private readonly RwkvAttention _attention;
    private readonly RwkvFeedForward _feedForward;

    public RwkvBlock(RwkvConfig config, WeightFactory weights, int layer)
    {
        _layer = layer;
        _entryNorm = layer == 0 ? Child("pre_ln", new Norm(weights, config.HiddenSize, config.LayerNormEpsilon)) : null;
        _attentionNorm = Child("ln1", new Norm(weights, config.HiddenSize, config.LayerNormEpsilon));
        _feedForwardNorm = Child("ln2", new Norm(weights, config.HiddenSize, config.LayerNormEpsilon));
        _attention = Child("attention", new RwkvAttention(config, weights, layer));
        _feedForward = Child("feed_forward", new RwkvFeedForward(config, weights));
    }

    internal Tensor Forward(Tensor x, RwkvState? state, Tensor? padding)
    {
        x = _entryNorm?.Forward(x) ?? x;
        var attended = Visible(_attentionNorm.Forward(x));
        x += _attention.Forward(attended, Shifted(attended, state?.AttentionInput(_layer)), state, padding);
        var mixed = Visible(_feedForwardNorm.Forward(x));
        return x + _feedForward.Forward(mixed, Shifted(mixed, state?.FeedForwardInput(_layer)));

        // A padded step must look like no step at all to the one behind it.
        Tensor Visible(Tensor normed) => padding is null ? normed : normed * (1 - padding);
    }

    /// <summary>Each step's predecessor; the first step's is the state's, which then becomes the last step.</summary>
    private static Tensor Shifted(Tensor x, Tensor? last)
    {
        long steps = x.Size(1);
        var before = last is null ? Tensor.ZerosLike(x.Narrow(1, 0, 1)) : last.To(x.DType).Unsqueeze(1).Clone();
        if (last is not null)
            RwkvState.Overwrite(last, x.Select(1, steps - 1));
        return Tensor.Cat([before, x.Narrow(1, 0, steps - 1)], 1);
    }
}
