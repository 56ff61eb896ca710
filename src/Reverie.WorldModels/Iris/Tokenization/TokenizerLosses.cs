using Reverie.Torch;

namespace Reverie.WorldModels.Iris.Tokenization;

/// <summary>The tokenizer's losses, scalars; what is minimised is their sum.</summary>
/// <param name="Commitment">mean((sg z - e)²) + mean((z - sg e)²), sg being stop-gradient.</param>
/// <param name="Reconstruction">Mean absolute difference of frames in [-1, 1].</param>
/// <param name="Perceptual">LPIPS (Zhang et al., 2018), or null where it is off.</param>
public sealed record TokenizerLosses(Tensor Commitment, Tensor Reconstruction, Tensor? Perceptual)
{
    public Tensor Total { get; } = Perceptual is null ? Commitment + Reconstruction : Commitment + Reconstruction + Perceptual;
}
