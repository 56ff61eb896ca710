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

    /// <summary>
    /// Levels of each number of <c>codebook: fsq</c>. Their product is <see cref="VocabularySize"/>, their count <see cref="EmbeddingSize"/>.
    /// Mentzer et al. (2023) advise [8, 6, 5] for about 2^8 codes, [8, 5, 5, 5] for 2^10, and no level below 5.
    /// </summary>
    public IReadOnlyList<int> FsqLevels { get; init; } = [];

    /// <summary>
    /// Whether it learns; otherwise its weights are those of <c>initialization.path_to_checkpoint</c> and stay so.
    /// </summary>
    public bool ShouldTrain { get; init; } = true;

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

    /// <summary>Whether the codes come from a language model's words.</summary>
    public bool IsOfLanguage => Codebook is CodebookKind.FromLanguage or CodebookKind.TiedToLanguage;

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
            yield return new(
                "{0}, {1} and {2} are all 0, so that nothing would make frames look alike; give one of them a weight.",
                [nameof(L1Weight), nameof(L2Weight), nameof(MaxPixelWeight)]);
        }
        if (CriticLossWeight <= 0 && Critic != new ValueCriticOptions())
        {
            yield return new(
                "{0} is given, but there is no critic without a {1}; give it a weight, or leave both out.", [nameof(Critic), nameof(CriticLossWeight)]);
        }
        if (Codebook != CodebookKind.Ema && Ema != new EmaOptions())
            yield return new("{0} is given, but only {1}=ema uses it; set that, or leave it out.", [nameof(Ema), nameof(Codebook)]);
        foreach (var broken in ValidateFsq())
            yield return broken;
    }

    private IEnumerable<ValidationResult> ValidateFsq()
    {
        if (Codebook != CodebookKind.Fsq)
        {
            if (FsqLevels.Count > 0)
                yield return new("{0} is given, but only {1}=fsq uses it; set that, or leave it out.", [nameof(FsqLevels), nameof(Codebook)]);
            yield break;
        }
        if (FsqLevels.Count == 0 || FsqLevels.Any(level => level < 2))
        {
            yield return new(
                "{0} needs two levels or more for each number of a code, such as [8,6,5] for 240 codes.", [nameof(FsqLevels), nameof(Codebook)]);
            yield break;
        }
        // In floating point, which does not wrap.
        double codes = FsqLevels.Aggregate(1.0, (product, level) => product * level);
        if (codes != VocabularySize || FsqLevels.Count != EmbeddingSize)
        {
            yield return new(
                $"The {{0}} [{string.Join(",", FsqLevels)}] make {codes} codes of {FsqLevels.Count} numbers; set {{1}}={codes} and " +
                $"{{2}}={FsqLevels.Count}, or choose other levels.",
                [nameof(FsqLevels), nameof(VocabularySize), nameof(EmbeddingSize)]);
        }
        if (CommitmentWeight != 1)
            yield return new("{0} is for codes that move, and those of {1}=fsq do not; leave it out.", [nameof(CommitmentWeight), nameof(Codebook)]);
    }
}
