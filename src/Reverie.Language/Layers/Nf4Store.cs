using Reverie.Language.Quantization;
using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>A weight in 4 bits.</summary>
internal sealed class Nf4Store(Nf4Weight weight) : WeightStore
{
    public override Nf4Weight Quantized => weight;

    public override IEnumerable<(string Suffix, Tensor Tensor)> Tensors => weight.Tensors;

    public override Tensor Product(Tensor x, ProjectionLayout layout, Tensor? bias) => weight.Linear(x, bias);

    public override Tensor Full(ProjectionLayout layout) => layout == ProjectionLayout.InputOutput ? weight.Dequantize().T : weight.Dequantize();
}
