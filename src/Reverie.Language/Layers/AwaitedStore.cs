using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>Holds the place of a 4-bit weight that a file will bring.</summary>
internal sealed class AwaitedStore : WeightStore
{
    public override IEnumerable<(string Suffix, Tensor Tensor)> Tensors => [];

    public override Tensor Product(Tensor x, ProjectionLayout layout, Tensor? bias) => throw NotLoaded();

    public override Tensor Full(ProjectionLayout layout) => throw NotLoaded();

    private static InvalidOperationException NotLoaded() => new("This projection's 4-bit weight has not been loaded yet; load the model's weights first.");
}
