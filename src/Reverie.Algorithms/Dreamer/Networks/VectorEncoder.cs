using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Dense layers over vectors; they stand under the name <c>model</c>.</summary>
public sealed class VectorEncoder : Layer
{
    private readonly Mlp _model;

    /// <param name="input">Numbers of all vectors together.</param>
    /// <param name="units">Numbers of a layer.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="style">Norms and activations.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public VectorEncoder(long input, long units, int layers, LayerStyle style, Generator? generator = null) =>
        _model = Child("model", new Mlp(input, units, layers, output: null, style, generator));

    /// <summary>Numbers that come out.</summary>
    public long OutputSize => _model.OutputSize;

    public override Tensor Forward(Tensor x) => _model.Forward(x);
}
