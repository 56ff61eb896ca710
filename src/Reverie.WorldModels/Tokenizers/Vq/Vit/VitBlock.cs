using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Vit;

/// <summary>x + attention(norm x), then x + mlp(norm x); every token sees every other (Dosovitskiy et al., 2021).</summary>
internal sealed class VitBlock : Layer
{
    private readonly int _heads;
    private readonly LayerNorm _ln1;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _projection;
    private readonly LayerNorm _ln2;
    private readonly Linear _expand;
    private readonly Linear _contract;
    private readonly Dropout _dropout;

    internal VitBlock(VitOptions options, Generator generator)
    {
        int width = options.EmbeddingSize;
        _heads = options.HeadCount;
        _ln1 = Child("ln1", new LayerNorm(width));
        _query = Child("query", new Linear(width, width, generator: generator));
        _key = Child("key", new Linear(width, width, generator: generator));
        _value = Child("value", new Linear(width, width, generator: generator));
        _projection = Child("proj", new Linear(width, width, generator: generator));
        _ln2 = Child("ln2", new LayerNorm(width));
        _expand = Child("expand", new Linear(width, 4 * width, generator: generator));
        _contract = Child("contract", new Linear(4 * width, width, generator: generator));
        _dropout = Child("dropout", new Dropout(options.Dropout));
    }

    /// <param name="x">[N, T, E]</param>
    /// <returns>[N, T, E]</returns>
    public override Tensor Forward(Tensor x)
    {
        var normal = _ln1.Forward(x);
        var mixed = F.Attention(Split(_query.PerFrame(normal)), Split(_key.PerFrame(normal)), Split(_value.PerFrame(normal))); // [N, h, T, d]
        x += _dropout.Forward(_projection.PerFrame(mixed.Transpose(1, 2).Reshape(x.Shape)));
        return x + _dropout.Forward(_contract.PerFrame(F.Gelu(_expand.PerFrame(_ln2.Forward(x)))));
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        var normal = _ln1.Forward(x);
        double headSize = (double)_query.Weight.Size(0) / _heads;
        OnnxValue query = Split(_query.Forward(normal)), key = Split(_key.Forward(normal)), value = Split(_value.Forward(normal)); // [N, h, T, d]
        var weights = (query.MatMul(key.Permute(0, 1, 3, 2)) / Math.Sqrt(headSize)).Softmax(-1);
        var mixed = weights.MatMul(value).Permute(0, 2, 1, 3).Reshape(0, 0, -1); // [N, T, E]
        x += _projection.Forward(mixed);
        var wide = _expand.Forward(_ln2.Forward(x));
        return x + _contract.Forward(wide * ((wide / Math.Sqrt(2)).Call("Erf") + 1) * 0.5);
    }

    private Tensor Split(Tensor x) => x.Reshape(x.Size(0), x.Size(1), _heads, -1).Transpose(1, 2);

    private OnnxValue Split(OnnxValue x) => x.Reshape(0, 0, _heads, _query.Weight.Size(0) / _heads).Permute(0, 2, 1, 3);
}
