using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>A weight in full precision.</summary>
internal sealed class DenseStore(Tensor weight) : WeightStore
{
    public override Tensor Dense => weight;

    public override IEnumerable<(string Suffix, Tensor Tensor)> Tensors => [("", weight)];

    public override Tensor Product(Tensor x, ProjectionLayout layout, Tensor? bias) => ThinLinear.Forward(x, weight, layout, bias);

    public override Tensor Full(ProjectionLayout layout) => weight.Detach();
}
