using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>How the layers of a stack are normalised and activated.</summary>
/// <param name="Norm">Whether a norm follows each linear map, which then has no bias.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Activation">Of <see cref="Activations"/>.</param>
public sealed record LayerStyle(bool Norm = true, double Epsilon = 1e-3, string Activation = "SiLU")
{
    /// <summary>A norm for vectors.</summary>
    /// <param name="features">Numbers of the last axis.</param>
    internal Layer NormOf(long features) => new LayerNorm(features, Epsilon);
}
