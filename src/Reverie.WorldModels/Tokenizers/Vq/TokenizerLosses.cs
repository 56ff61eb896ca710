using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The tokenizer's losses, scalars that carry their weights; what is minimised is their sum. Null where one is off.</summary>
public sealed record TokenizerLosses
{
    /// <summary>mean((sg z - e)²) + β mean((z - sg e)²), sg being stop-gradient; only the second where the codes have no gradients.</summary>
    public Tensor? Commitment { get; init; }

    /// <summary>Mean absolute difference of frames in [-1, 1], times <see cref="TokenizerOptions.L1Weight"/>.</summary>
    public Tensor? Reconstruction { get; init; }

    /// <summary>LPIPS (Zhang et al., 2018).</summary>
    public Tensor? Perceptual { get; init; }

    /// <summary>Mean squared difference times <see cref="TokenizerOptions.L2Weight"/>.</summary>
    public Tensor? Squared { get; init; }

    /// <summary>
    /// The largest squared difference of each frame, averaged over frames, times <see cref="TokenizerOptions.MaxPixelWeight"/>
    /// (Micheli et al., 2024).
    /// </summary>
    public Tensor? MaxPixel { get; init; }

    /// <summary>
    /// Mean squared difference of what the critic makes of the codes and the discounted return, times
    /// <see cref="TokenizerOptions.CriticLossWeight"/>. Its gradients reach critic and encoder.
    /// </summary>
    public Tensor? Value { get; init; }

    /// <summary>The losses that are on, by the names they have in logs.</summary>
    public IReadOnlyDictionary<string, Tensor> Parts => new (string Name, Tensor? Loss)[]
    {
        ("commitment_loss", Commitment),
        ("reconstruction_loss", Reconstruction),
        ("perceptual_loss", Perceptual),
        ("l2_loss", Squared),
        ("max_pixel_loss", MaxPixel),
        ("value_loss", Value),
    }.Where(part => part.Loss is not null).ToDictionary(part => part.Name, part => part.Loss!);

    /// <summary>The sum of all that are on.</summary>
    public Tensor Total => field ??= Parts.Values.Aggregate((sum, loss) => sum + loss);
}
