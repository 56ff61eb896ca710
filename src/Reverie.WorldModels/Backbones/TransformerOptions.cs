using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Backbones;

/// <summary>The size of a transformer world model; the defaults are those of the paper (Micheli et al., 2023).</summary>
public record TransformerOptions : IValidatableObject
{
    /// <summary>Most tokens in a context: the attention mask has a number for each pair of them, and no array has more numbers.</summary>
    private const int MostTokens = 46_340;

    /// <summary>
    /// Tokens of one environment step: those of the frame, then one action. 0 is for configurations, where the tokenizer says how many; no network
    /// can be built of it.
    /// </summary>
    [Range(0, MostTokens)]
    public int TokensPerBlock { get; init; } = 17;

    /// <summary>Environment steps that the context holds.</summary>
    [Range(1, MostTokens)]
    public int MaxBlocks { get; init; } = 20;

    public AttentionKind Attention { get; init; } = AttentionKind.Causal;

    [Range(1, SizeRules.MostLayers)]
    [JsonPropertyName("num_layers")]
    public int LayerCount { get; init; } = 10;

    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("num_heads")]
    public int HeadCount { get; init; } = 4;

    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("embed_dim")]
    public int EmbeddingSize { get; init; } = 256;

    /// <summary>Dropout of the embeddings.</summary>
    [Range(0.0, 1.0)]
    [JsonPropertyName("embed_pdrop")]
    public double EmbeddingDropout { get; init; } = 0.1;

    /// <summary>Dropout of each residual branch.</summary>
    [Range(0.0, 1.0)]
    [JsonPropertyName("resid_pdrop")]
    public double ResidualDropout { get; init; } = 0.1;

    /// <summary>Dropout of the attention weights.</summary>
    [Range(0.0, 1.0)]
    [JsonPropertyName("attn_pdrop")]
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Tokens that the context holds.</summary>
    public int MaxTokens => TokensPerBlock * MaxBlocks;

    /// <summary>Refuses sizes that cannot be built.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or the width is not a multiple of the heads.</exception>
    public void Validate()
    {
        SizeRules.Require(this);
        if (TokensPerBlock == 0)
            throw new ArgumentException($"{nameof(TokensPerBlock)} is 0: say how many tokens a frame has, and one more for the action.");
    }

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TokensPerBlock == 1)
            yield return new ValidationResult("{0} must be at least 2, a token of the frame and the action, or 0, where the tokenizer says it.", [nameof(TokensPerBlock)]);
        if (EmbeddingSize % HeadCount != 0)
        {
            yield return new ValidationResult(
                $"{{0}} ({EmbeddingSize}) must be a multiple of {{1}} ({HeadCount}); change one of them.", [nameof(EmbeddingSize), nameof(HeadCount)]);
        }
        if ((long)TokensPerBlock * MaxBlocks > MostTokens)
        {
            yield return new ValidationResult(
                $"{{0}} ({MaxBlocks}) times {{1}} ({TokensPerBlock}) are more tokens than a context can have, which is {MostTokens}; lower one of them.",
                [nameof(MaxBlocks), nameof(TokensPerBlock)]);
        }
    }
}
