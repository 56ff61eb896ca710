using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>A VQ-VAE that turns frames into tokens (van den Oord et al., 2017; Micheli et al., 2023). The defaults are IRIS's.</summary>
public record TokenizerOptions
{
    /// <summary>Number of codes. IRIS: <c>vocab_size</c>.</summary>
    [Range(2, 1 << 20)]
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 512;

    /// <summary>Numbers per code. IRIS: <c>embed_dim</c>.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("embed_dim")]
    public int EmbeddingSize { get; init; } = 512;

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

    /// <summary>Weight of the mean squared difference, 0 for none as in IRIS.</summary>
    [Range(0.0, 1e6)]
    public double L2Weight { get; init; }

    /// <summary>
    /// Weight of the largest squared difference of each frame, 0 for none as in IRIS. A mean lets a decoder forget what covers few
    /// pixels, a player in a grid world for one; this does not (Micheli et al., 2024).
    /// </summary>
    [Range(0.0, 1e6)]
    public double MaxPixelWeight { get; init; }

    /// <summary>Frames that are encoded or decoded together outside training: more only makes buffers that no cache holds.</summary>
    [Range(1, int.MaxValue)]
    public int ChunkSize { get; init; } = 8;

    /// <summary>Tokens of one frame.</summary>
    public int TokensPerFrame => Encoder.GridSize * Encoder.GridSize;

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        SizeRules.Require(this);
        Encoder.Validate();
    }
}
