using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>Layers one after another, under the names <c>_model.0</c>, <c>_model.1</c>, ..., as SheepRL saves them.</summary>
public class Chain : Layer
{
    private readonly Sequential _layers;

    public Chain(params IReadOnlyList<Layer> layers)
    {
        Layers = layers;
        _layers = Child("_model", new Sequential(layers));
    }

    /// <summary>The layers, in order.</summary>
    protected IReadOnlyList<Layer> Layers { get; }

    public override Tensor Forward(Tensor x) => _layers.Forward(x);
}
