using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>How the layers of a stack are normalised and activated.</summary>
/// <param name="Norm">Whether a norm follows each linear map, which then has no bias.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Activation">Of <see cref="Activations"/>.</param>
/// <param name="IsRms">Whether the norm divides by the root mean square only; the linear map then keeps its bias.</param>
public sealed record LayerStyle(bool Norm = true, double Epsilon = 1e-3, string Activation = "SiLU", bool IsRms = false)
{
    /// <summary>Whether linear maps before a norm have a bias.</summary>
    public bool HasBias => !Norm || IsRms;

    /// <summary>A norm for the channels of pictures; nothing where there is none.</summary>
    /// <param name="channels">C.</param>
    public Layer ChannelNormOf(long channels) => Norm ? new ChannelNorm(channels, Epsilon, IsRms) : new Activation(x => x);

    /// <summary>A norm for vectors.</summary>
    /// <param name="features">Numbers of the last axis.</param>
    internal Layer NormOf(long features) => IsRms ? new RmsNorm(features, Epsilon) : new LayerNorm(features, Epsilon);
}
