using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Shape of the encoder, and of the decoder that mirrors it. IRIS's <c>tokenizer.encoder</c>.</summary>
public sealed record FrameCoderOptions : IValidatableObject
{
    /// <summary>What kind of network they are.</summary>
    public FrameCoderKind Type { get; init; }

    /// <summary>The transformers of <c>type: vit</c>.</summary>
    public VitOptions Vit { get; init; } = new();

    /// <summary>Pixels per side of the square frames. IRIS: <c>resolution</c>.</summary>
    [Range(1, SizeRules.LargestFrame)]
    public int Resolution { get; init; } = 64;

    /// <summary>Channels of a frame that is read. IRIS: <c>in_channels</c>.</summary>
    [Range(1, SizeRules.Widest)]
    public int InChannels { get; init; } = 3;

    /// <summary>Channels between the encoder and the codebook's projection. IRIS: <c>z_channels</c>.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("z_channels")]
    public int LatentChannels { get; init; } = 512;

    /// <summary>Channels at full resolution, a multiple of 32 (the groups of every GroupNorm). IRIS: <c>ch</c>.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("ch")]
    public int Channels { get; init; } = 64;

    /// <summary>Multiples of <see cref="Channels"/>, one per level; each level but the last halves the resolution. IRIS: <c>ch_mult</c>.</summary>
    [JsonPropertyName("ch_mult")]
    public IReadOnlyList<int> ChannelMultipliers { get; init; } = [1, 1, 1, 1, 1];

    /// <summary>Residual blocks per level (the decoder has one more). IRIS: <c>num_res_blocks</c>.</summary>
    [Range(1, SizeRules.MostLayers)]
    [JsonPropertyName("num_res_blocks")]
    public int ResidualBlocks { get; init; } = 2;

    /// <summary>Feature resolutions at which residual blocks are followed by attention. IRIS: <c>attn_resolutions</c>.</summary>
    [JsonPropertyName("attn_resolutions")]
    public IReadOnlyList<int> AttentionResolutions { get; init; } = [8, 16];

    /// <summary>Channels of a frame that is written. IRIS: <c>out_ch</c>.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("out_ch")]
    public int OutChannels { get; init; } = 3;

    /// <summary>Dropout inside residual blocks. IRIS: <c>dropout</c>.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>
    /// Pixels per side of the patches that are folded into channels before the first convolution, 1 for none as in IRIS. With p,
    /// the network works on p² times fewer positions: few tokens per frame at a fraction of the cost.
    /// </summary>
    [Range(1, SizeRules.LargestFrame)]
    public int PatchSize { get; init; } = 1;

    /// <summary>Features per side at the first level.</summary>
    public int FeatureResolution => Resolution / PatchSize;

    /// <summary>Tokens per side of a frame.</summary>
    public int GridSize => Type == FrameCoderKind.Vit ? Resolution / Vit.PatchSize : FeatureResolution >> (ChannelMultipliers.Count - 1);

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        SizeRules.Require(this);
        SizeRules.Require(Vit);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Type == FrameCoderKind.Vit ? ValidateVit() : ValidateConvolutions();

    private bool SaysNothingOfConvolutions =>
        (Channels, ResidualBlocks, Dropout, PatchSize) == (Usual.Channels, Usual.ResidualBlocks, Usual.Dropout, Usual.PatchSize)
        && ChannelMultipliers.SequenceEqual(Usual.ChannelMultipliers) && AttentionResolutions.SequenceEqual(Usual.AttentionResolutions);

    private IEnumerable<ValidationResult> ValidateVit()
    {
        if (Resolution % Vit.PatchSize != 0)
            yield return new ValidationResult($"{{0}} ({Resolution}) must be a multiple of {{1}} ({Vit.PatchSize}).", [nameof(Resolution), "vit.patch_size"]);
        if (!SaysNothingOfConvolutions)
        {
            yield return new ValidationResult(
                "{0}, 'ch_mult', 'num_res_blocks', 'attn_resolutions', 'dropout' and 'patch_size' are for convolutions (type=cnn), and this is type=vit; see " +
                "'vit', or leave them out.",
                [nameof(Channels), nameof(Type)]);
        }
    }

    private IEnumerable<ValidationResult> ValidateConvolutions()
    {
        if (Vit != new VitOptions())
            yield return new ValidationResult("{0} is given, but only {1}=vit uses it; set that, or leave it out.", [nameof(Vit), nameof(Type)]);
        if (ChannelMultipliers.Count == 0 || ChannelMultipliers.Any(multiple => multiple < 1))
        {
            yield return new ValidationResult("{0} needs one positive number per level, such as [1, 1, 1].", [nameof(ChannelMultipliers)]);
        }
        else if (ChannelMultipliers.Max() is var largest && (long)Channels * largest > SizeRules.Widest)
        {
            yield return new ValidationResult(
                $"{{0}} ({Channels}) times the largest of {{1}} ({largest}) is more than the {SizeRules.Widest} channels that a level can have; lower one of them.",
                [nameof(Channels), nameof(ChannelMultipliers)]);
        }
        if (Channels % 32 != 0)
            yield return new ValidationResult($"{{0}} must be a multiple of 32 (GroupNorm has 32 groups), not {Channels}.", [nameof(Channels)]);
        if (Resolution % PatchSize != 0)
        {
            yield return new ValidationResult(
                $"{{0}} ({Resolution}) must be a multiple of {{1}} ({PatchSize}).", [nameof(Resolution), nameof(PatchSize)]);
        }
        // Each level but the last halves the frame; more than 30 of them halve any frame to nothing.
        int factor = 1 << Math.Min(ChannelMultipliers.Count - 1, 30);
        if (FeatureResolution % factor != 0)
        {
            yield return new ValidationResult(
                $"{ChannelMultipliers.Count} levels in {{1}} halve the frame {ChannelMultipliers.Count - 1} times, so {{0}} must be a multiple of " +
                $"{(long)factor * PatchSize}, not {Resolution}.",
                [nameof(Resolution), nameof(ChannelMultipliers)]);
        }
        int[] levels = [.. Enumerable.Range(0, ChannelMultipliers.Count).Select(level => FeatureResolution >> level)];
        foreach (int resolution in AttentionResolutions.Except(levels))
        {
            yield return new ValidationResult(
                $"{{0}} holds {resolution}, which no level has; levels have {string.Join(", ", levels)}.",
                [nameof(AttentionResolutions), nameof(ChannelMultipliers)]);
        }
    }

    private static readonly FrameCoderOptions Usual = new();

    internal bool HasAttention(int level) => AttentionResolutions.Contains(FeatureResolution >> level);
}
