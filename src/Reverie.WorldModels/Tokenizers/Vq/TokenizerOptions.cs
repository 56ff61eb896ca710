using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>A VQ-VAE that turns frames into tokens (van den Oord et al., 2017; Micheli et al., 2023). The defaults are IRIS's.</summary>
public record TokenizerOptions : IValidatableObject
{
    /// <summary>Number of codes. IRIS: <c>vocab_size</c>.</summary>
    [Range(2, 1 << 20)]
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 512;

    /// <summary>Numbers per code. IRIS: <c>embed_dim</c>.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("embed_dim")]
    public int EmbeddingSize { get; init; } = 512;

    /// <summary>Where the codes come from.</summary>
    public CodebookKind Codebook { get; init; }

    /// <summary>The moving averages of <c>codebook: ema</c>.</summary>
    public EmaOptions Ema { get; init; } = new();

    /// <summary>The encoder, and the decoder that mirrors it. IRIS: <c>encoder</c>.</summary>
    public FrameCoderOptions Encoder { get; init; } = new();

    /// <summary>
    /// Files (.pt, .pth or .safetensors) that together hold the weights of the perceptual loss, VGG-16 and its linear heads; see
    /// <see cref="Perceptual.Lpips.Load"/>. Empty: no perceptual loss.
    /// </summary>
    public IReadOnlyList<string> LpipsWeights { get; init; } = [];

    /// <summary>Dropout before the heads of the perceptual loss while training. IRIS trains with 0.5.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double LpipsDropout { get; init; } = 0.5;

    /// <summary>
    /// β, the weight of what pulls the encoder's vectors to their codes (van den Oord et al., 2017). IRIS: 1, without a name. What pulls
    /// codes to vectors weighs 1.
    /// </summary>
    [Range(0.0, 1e6)]
    public double CommitmentWeight { get; init; } = 1;

    /// <summary>Weight of the mean absolute difference, 0 for none. IRIS: 1, without a name.</summary>
    [Range(0.0, 1e6)]
    public double L1Weight { get; init; } = 1;

    /// <summary>Weight of the mean squared difference, 0 for none as in IRIS.</summary>
    [Range(0.0, 1e6)]
    public double L2Weight { get; init; }

    /// <summary>
    /// Weight of the largest squared difference of each frame, 0 for none as in IRIS. A mean lets a decoder forget what covers few
    /// pixels, a player in a grid world for one; this does not (Micheli et al., 2024).
    /// </summary>
    [Range(0.0, 1e6)]
    public double MaxPixelWeight { get; init; }

    /// <summary>
    /// Weight of the value loss, 0 for none and no critic: the codes of a frame shall tell its discounted return (γ is
    /// <c>training.returns_gamma</c>).
    /// </summary>
    [Range(0.0, 1e6)]
    public double CriticLossWeight { get; init; }

    /// <summary>The critic of the value loss.</summary>
    public ValueCriticOptions Critic { get; init; } = new();

    /// <summary>Frames that are encoded or decoded together outside training: more only makes buffers that no cache holds.</summary>
    [Range(1, int.MaxValue)]
    public int ChunkSize { get; init; } = 8;

    /// <summary>Tokens of one frame.</summary>
    public int TokensPerFrame => Encoder.GridSize * Encoder.GridSize;

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        foreach (object options in (object[])[this, Ema, Critic])
            SizeRules.Require(options);
        Encoder.Validate();
    }

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (L1Weight + L2Weight + MaxPixelWeight <= 0 && LpipsWeights.Count == 0)
        {
            yield return new ValidationResult(
                "{0}, {1} and {2} are all 0, so that nothing would make frames look alike; give one of them a weight.",
                [nameof(L1Weight), nameof(L2Weight), nameof(MaxPixelWeight)]);
        }
        if (CriticLossWeight <= 0 && Critic != new ValueCriticOptions())
            yield return new ValidationResult("{0} is given, but there is no critic without a {1}; give it a weight, or leave both out.", [nameof(Critic), nameof(CriticLossWeight)]);
        if (Codebook != CodebookKind.Ema && Ema != new EmaOptions())
            yield return new ValidationResult("{0} is given, but only {1}=ema uses it; set that, or leave it out.", [nameof(Ema), nameof(Codebook)]);
    }
}
