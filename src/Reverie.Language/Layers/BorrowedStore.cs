using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>The table of a token embedding as a weight; it is looked up at each use, since merging an adapter replaces it.</summary>
internal sealed class BorrowedStore(TokenEmbedding owner) : WeightStore
{
    public override Tensor Dense => owner.Weight;

    public override IEnumerable<(string Suffix, Tensor Tensor)> Tensors => [];

    public override Tensor Product(Tensor x, ProjectionLayout layout, Tensor? bias) => ThinLinear.Forward(x, Dense, layout, bias);

    public override Tensor Full(ProjectionLayout layout) => Dense.Detach();
}
