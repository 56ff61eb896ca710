namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Shape of the convolutional encoder, and of the decoder that mirrors it. IRIS's <c>tokenizer.encoder</c>.</summary>
public sealed record FrameCoderOptions
{
    /// <summary>Pixels per side of the square frames. IRIS: <c>resolution</c>.</summary>
    public int Resolution { get; init; } = 64;

    /// <summary>Channels of a frame that is read. IRIS: <c>in_channels</c>.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>Channels between the encoder and the codebook's projection. IRIS: <c>z_channels</c>.</summary>
    public int ZChannels { get; init; } = 512;

    /// <summary>Channels at full resolution, a multiple of 32 (the groups of every GroupNorm). IRIS: <c>ch</c>.</summary>
    public int Ch { get; init; } = 64;

    /// <summary>Multiples of <see cref="Ch"/>, one per level; each level but the last halves the resolution. IRIS: <c>ch_mult</c>.</summary>
    public IReadOnlyList<int> ChMult { get; init; } = [1, 1, 1, 1, 1];

    /// <summary>Residual blocks per level (the decoder has one more). IRIS: <c>num_res_blocks</c>.</summary>
    public int NumResBlocks { get; init; } = 2;

    /// <summary>Feature resolutions at which residual blocks are followed by attention. IRIS: <c>attn_resolutions</c>.</summary>
    public IReadOnlyList<int> AttnResolutions { get; init; } = [8, 16];

    /// <summary>Channels of a frame that is written. IRIS: <c>out_ch</c>.</summary>
    public int OutCh { get; init; } = 3;

    /// <summary>Dropout inside residual blocks. IRIS: <c>dropout</c>.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Pixels per side of the patches that are folded into channels before the first convolution, 1 for none as in IRIS. With p,
    /// the network works on p² times fewer positions: few tokens per frame at a fraction of the cost.
    /// </summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Features per side at the first level.</summary>
    public int FeatureResolution => Resolution / PatchSize;

    /// <summary>Tokens per side of a frame.</summary>
    public int GridSize => FeatureResolution >> (ChMult.Count - 1);

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        Require(ChMult.Count > 0 && ChMult.All(multiple => multiple > 0), "encoder.ch_mult needs one positive number per level, such as [1, 1, 1].");
        Require(Ch > 0 && Ch % 32 == 0, $"encoder.ch must be a multiple of 32 (GroupNorm has 32 groups), not {Ch}.");
        Require(PatchSize > 0 && Resolution > 0
            && Resolution % PatchSize == 0, $"encoder.resolution ({Resolution}) must be a multiple of encoder.patch_size ({PatchSize}).");
        int factor = 1 << (ChMult.Count - 1);
        Require(
            FeatureResolution % factor == 0,
            $"{ChMult.Count} levels in encoder.ch_mult halve the frame {ChMult.Count - 1} times, so encoder.resolution must be a multiple of " +
            $"{factor * PatchSize}, not {Resolution}.");
        Require(NumResBlocks > 0, $"encoder.num_res_blocks must be at least 1, not {NumResBlocks}.");
        Require(InChannels > 0 && OutCh > 0 && ZChannels > 0, "encoder.in_channels, encoder.out_ch and encoder.z_channels must be positive.");
        Require(Dropout is >= 0 and < 1, $"encoder.dropout must be in [0, 1), not {Dropout}.");
        foreach (int resolution in AttnResolutions)
        {
            bool exists = Enumerable.Range(0, ChMult.Count).Any(level => FeatureResolution >> level == resolution);
            Require(exists,
                $"encoder.attn_resolutions holds {resolution}, which no level has; levels have " +
                $"{string.Join(", ", Enumerable.Range(0, ChMult.Count).Select(level => FeatureResolution >> level))}.");
        }
    }

    internal bool HasAttention(int level) => AttnResolutions.Contains(FeatureResolution >> level);

    private static void Require(bool condition, string sentence)
    {
        if (!condition)
            throw new ArgumentException(sentence);
    }
}
