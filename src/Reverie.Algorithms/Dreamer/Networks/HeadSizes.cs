using Reverie.Torch;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Sizes of a head: dense layers and a linear map.</summary>
/// <param name="Units">Numbers of a layer.</param>
/// <param name="Layers">How many.</param>
/// <param name="Style">Norms and activations.</param>
public sealed record HeadSizes(long Units, int Layers, LayerStyle Style)
{
    internal Mlp Build(long input, long? output, Generator? generator) => new(input, Units, Layers, output, Style, generator);
}
