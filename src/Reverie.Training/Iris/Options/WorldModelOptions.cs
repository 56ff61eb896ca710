using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Iris.Options;

/// <summary>The transformer world model.</summary>
public sealed record WorldModelOptions : IValidatableObject
{
    /// <summary>Tokens per environment step: those of the frame and one action.</summary>
    [Range(2, int.MaxValue)]
    public int TokensPerBlock { get; init; } = 17;

    /// <summary>Steps that fit into the context.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBlocks { get; init; } = 20;

    public AttentionMask Attention { get; init; } = AttentionMask.Causal;

    [Range(1, int.MaxValue)]
    public int NumLayers { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int NumHeads { get; init; } = 4;

    [Range(1, int.MaxValue)]
    public int EmbedDim { get; init; } = 256;

    /// <summary>Dropout after the embeddings.</summary>
    [Range(0.0, 1.0)]
    public double EmbedPdrop { get; init; } = 0.1;

    /// <summary>Dropout on each residual branch.</summary>
    [Range(0.0, 1.0)]
    public double ResidPdrop { get; init; } = 0.1;

    /// <summary>Dropout on the attention weights.</summary>
    [Range(0.0, 1.0)]
    public double AttnPdrop { get; init; } = 0.1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EmbedDim % NumHeads != 0)
            yield return new ValidationResult($"'world_model.embed_dim' ({EmbedDim}) must be a multiple of 'world_model.num_heads' ({NumHeads}).", ["embed_dim"]);
    }
}
