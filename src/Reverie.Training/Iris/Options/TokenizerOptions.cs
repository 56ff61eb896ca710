using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Iris.Options;

/// <summary>The VQ-VAE that turns frames into tokens.</summary>
public sealed record TokenizerOptions
{
    /// <summary>Number of codes.</summary>
    [Range(2, int.MaxValue)]
    public int VocabSize { get; init; } = 512;

    /// <summary>Numbers per code.</summary>
    [Range(1, int.MaxValue)]
    public int EmbedDim { get; init; } = 512;

    /// <summary>Encoder; the decoder mirrors it.</summary>
    public EncoderOptions Encoder { get; init; } = new();

    /// <summary>File with the weights of the perceptual loss (LPIPS); null leaves that loss out.</summary>
    public string? PerceptualWeights { get; init; }

    internal int TokensPerFrame => Encoder.LatentSide * Encoder.LatentSide;
}
