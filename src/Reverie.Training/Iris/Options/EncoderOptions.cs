using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Iris.Options;

/// <summary>The convolutional encoder and, mirrored, the decoder of the tokenizer.</summary>
public sealed record EncoderOptions : IValidatableObject
{
    /// <summary>GroupNorm has this many groups everywhere, so channels come in multiples of it.</summary>
    private const int NormGroups = 32;

    /// <summary>Side of the square frames.</summary>
    [Range(8, 1024)]
    public int Resolution { get; init; } = 64;

    [Range(1, 16)]
    public int InChannels { get; init; } = 3;

    /// <summary>Channels of the latent grid.</summary>
    [Range(1, int.MaxValue)]
    public int ZChannels { get; init; } = 512;

    /// <summary>Channels of the first level; a multiple of 32.</summary>
    [Range(NormGroups, int.MaxValue)]
    public int Ch { get; init; } = 64;

    /// <summary>Channel multiplier per level; the resolution halves between levels.</summary>
    [MinLength(1, ErrorMessage = "'tokenizer.encoder.ch_mult' needs at least one level.")]
    public IReadOnlyList<int> ChMult { get; init; } = [1, 1, 1, 1, 1];

    /// <summary>Residual blocks per level.</summary>
    [Range(1, int.MaxValue)]
    public int NumResBlocks { get; init; } = 2;

    /// <summary>Resolutions at which the residual blocks are followed by attention.</summary>
    public IReadOnlyList<int> AttnResolutions { get; init; } = [8, 16];

    [Range(1, 16)]
    public int OutCh { get; init; } = 3;

    [Range(0.0, 1.0)]
    public double Dropout { get; init; }

    internal int LatentSide => Resolution >> (ChMult.Count - 1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ChMult.Any(multiplier => multiplier < 1 || Ch * multiplier % NormGroups != 0))
            yield return new ValidationResult($"'tokenizer.encoder.ch' times each of 'ch_mult' must be a multiple of {NormGroups}.", ["ch"]);
        if (LatentSide < 1 || LatentSide << (ChMult.Count - 1) != Resolution)
        {
            yield return new ValidationResult(
                $"'tokenizer.encoder.resolution' must be divisible by {1 << (ChMult.Count - 1)}, as {ChMult.Count} levels halve it {ChMult.Count - 1} times.",
                ["resolution"]);
        }
    }
}
