using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Vit;

/// <summary>The blocks of a vision transformer: a learned position is added to each token in the beginning, and a norm stands at the end.</summary>
internal sealed class VitBody : Layer
{
    private readonly Tensor _positions; // [T, E]
    private readonly ModuleList<VitBlock> _blocks;
    private readonly LayerNorm _norm;

    internal VitBody(VitOptions options, long tokens, Generator generator)
    {
        _positions = Parameter("pos_emb", Init.Normal([tokens, options.EmbeddingSize], 0.02, generator));
        _blocks = Child("blocks", new ModuleList<VitBlock>(Enumerable.Range(0, options.LayerCount).Select(_ => new VitBlock(options, generator))));
        _norm = Child("norm", new LayerNorm(options.EmbeddingSize));
    }

    /// <param name="x">[N, T, E]</param>
    /// <returns>[N, T, E]</returns>
    public override Tensor Forward(Tensor x)
    {
        x += _positions;
        foreach (var block in _blocks)
            x = block.Forward(x);
        return _norm.Forward(x);
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        x += x.Graph.Weight(_positions);
        foreach (var block in _blocks)
            x = block.Forward(x);
        return _norm.Forward(x);
    }
}
