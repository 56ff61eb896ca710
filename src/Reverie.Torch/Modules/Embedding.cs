using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>A table of vectors, [rows, dim], looked up by integer.</summary>
public sealed class Embedding : Layer
{
    public Embedding(long rows, long dim, Generator? generator = null) =>
        Weight = Parameter("weight", Init.Normal([rows, dim], 1, generator));

    public Tensor Weight { get; }

    /// <param name="x">Integers [...].</param>
    /// <returns>[..., dim]</returns>
    public override Tensor Forward(Tensor x) => F.Embedding(Weight, x);

    public override OnnxValue Forward(OnnxValue x) => x.Graph.Weight(Weight).IndexSelect(0, x);
}
