using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The tokenizer's losses, scalars that carry their weights; what is minimised is their sum.</summary>
/// <param name="Commitment">mean((sg z - e)²) + mean((z - sg e)²), sg being stop-gradient.</param>
/// <param name="Reconstruction">Mean absolute difference of frames in [-1, 1].</param>
public sealed record TokenizerLosses(Tensor Commitment, Tensor Reconstruction)
{
    /// <summary>LPIPS (Zhang et al., 2018), or null where it is off.</summary>
    public Tensor? Perceptual { get; init; }

    /// <summary>Mean squared difference times <see cref="TokenizerOptions.L2Weight"/>, or null where it is off.</summary>
    public Tensor? Squared { get; init; }

    /// <summary>
    /// The largest squared difference of each frame, averaged over frames, times <see cref="TokenizerOptions.MaxPixelWeight"/>
    /// (Micheli et al., 2024), or null where it is off.
    /// </summary>
    public Tensor? MaxPixel { get; init; }

    /// <summary>The losses that are on, by the names they have in logs.</summary>
    public IReadOnlyDictionary<string, Tensor> Parts => new (string Name, Tensor? Loss)[]
    {
        ("commitment_loss", Commitment),
        ("reconstruction_loss", Reconstruction),
        ("perceptual_loss", Perceptual),
        ("l2_loss", Squared),
        ("max_pixel_loss", MaxPixel),
    }.Where(part => part.Loss is not null).ToDictionary(part => part.Name, part => part.Loss!);

    /// <summary>The sum of all that are on.</summary>
    public Tensor Total => field ??= Parts.Values.Aggregate((sum, loss) => sum + loss);
}
