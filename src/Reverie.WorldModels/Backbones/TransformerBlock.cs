using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Backbones;

/// <summary>x + attention(norm x), then x + mlp(norm x).</summary>
internal sealed class TransformerBlock : Module
{
    private readonly LayerNorm _ln1;
    private readonly LayerNorm _ln2;
    private readonly Sequential _mlp;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public TransformerBlock(TransformerOptions options, Generator? generator)
    {
        int width = options.EmbeddingSize;
        _ln1 = Child("ln1", new LayerNorm(width));
        _ln2 = Child("ln2", new LayerNorm(width));
        Attention = Child("attn", new SelfAttention(options, generator));
        _expand = new Linear(width, 4 * width, generator: generator);
        _contract = new Linear(4 * width, width, generator: generator);
        _mlp = Child("mlp", new Sequential(_expand, new Activation(F.Gelu), _contract, new Dropout(options.ResidualDropout)));
    }

    public SelfAttention Attention { get; }

    /// <summary>Weights in the order of the native single-step kernel.</summary>
    public IEnumerable<Tensor> Weights =>
        [_ln1.Weight, _ln1.Bias!, .. Attention.Weights, _ln2.Weight, _ln2.Bias!, _expand.Weight, _expand.Bias!, _contract.Weight, _contract.Bias!];

    /// <inheritdoc cref="SelfAttention.Forward"/>
    public Tensor Forward(Tensor x, Tensor? bias, AttentionPast? past, int layer)
    {
        x += Attention.Forward(_ln1.Forward(x), bias, past, layer);
        return x + _mlp.Forward(_ln2.Forward(x));
    }

    /// <inheritdoc cref="SelfAttention.LookAgain"/>
    public (Tensor Output, Tensor Shares) LookAgain(Tensor x, TransformerState cache, Tensor? bias, int layer)
    {
        var (seen, shares) = Attention.LookAgain(_ln1.Forward(x), cache, bias, layer);
        x += seen;
        return (x + _mlp.Forward(_ln2.Forward(x)), shares);
    }
}
