using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Shape of each of the two transformers, the encoder's and the decoder's.</summary>
public sealed record VitOptions : IValidatableObject
{
    /// <summary>Pixels per side of the patches, each of which becomes a token.</summary>
    [Range(1, SizeRules.LargestFrame)]
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of the residual stream.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("embed_dim")]
    public int EmbeddingSize { get; init; } = 256;

    /// <summary>Blocks.</summary>
    [Range(1, SizeRules.MostLayers)]
    [JsonPropertyName("num_layers")]
    public int LayerCount { get; init; } = 4;

    /// <summary>Attention heads.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("num_heads")]
    public int HeadCount { get; init; } = 4;

    /// <summary>Dropout behind attention and perceptron.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EmbeddingSize % HeadCount != 0)
        {
            yield return new ValidationResult(
                $"{{0}} ({EmbeddingSize}) must be a multiple of {{1}} ({HeadCount}); change one of them.", [nameof(EmbeddingSize), nameof(HeadCount)]);
        }
    }
}
