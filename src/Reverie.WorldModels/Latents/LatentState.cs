using Reverie.Torch;

namespace Reverie.WorldModels.Latents;

/// <summary>What a recurrent state-space model knows of the world at one step.</summary>
/// <param name="Recurrent">[B, H]</param>
/// <param name="Stochastic">One-hot variables, flat: [B, S D].</param>
public readonly record struct LatentState(Tensor Recurrent, Tensor Stochastic)
{
    /// <summary>What heads see: variables first, [B, S D + H].</summary>
    public Tensor Features => Tensor.Cat([Stochastic, Recurrent], -1);
}
