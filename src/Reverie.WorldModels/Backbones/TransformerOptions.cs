namespace Reverie.WorldModels.Backbones;

/// <summary>The size of a transformer world model; the defaults are those of the paper (Micheli et al., 2023).</summary>
public sealed record TransformerOptions
{
    /// <summary>Tokens of one environment step: those of the frame, then one action.</summary>
    public int TokensPerBlock { get; init; } = 17;

    /// <summary>Environment steps that the context holds.</summary>
    public int MaxBlocks { get; init; } = 20;

    public AttentionKind Attention { get; init; } = AttentionKind.Causal;

    public int NumLayers { get; init; } = 10;

    public int NumHeads { get; init; } = 4;

    public int EmbedDim { get; init; } = 256;

    /// <summary>Dropout of the embeddings.</summary>
    public double EmbedPdrop { get; init; } = 0.1;

    /// <summary>Dropout of each residual branch.</summary>
    public double ResidPdrop { get; init; } = 0.1;

    /// <summary>Dropout of the attention weights.</summary>
    public double AttnPdrop { get; init; } = 0.1;

    /// <summary>Tokens that the context holds.</summary>
    public int MaxTokens => TokensPerBlock * MaxBlocks;

    /// <summary>Refuses sizes that cannot be built.</summary>
    /// <exception cref="ArgumentException">A size is not positive, or the width is not a multiple of the heads.</exception>
    public void Validate()
    {
        if (TokensPerBlock < 2 || MaxBlocks < 1 || NumLayers < 1 || NumHeads < 1 || EmbedDim < 1)
        {
            throw new ArgumentException(
                "A world model needs at least two tokens per block and one block, layer, head and channel; raise the size that is smaller.");
        }

        if (EmbedDim % NumHeads != 0)
            throw new ArgumentException($"embed_dim ({EmbedDim}) must be a multiple of num_heads ({NumHeads}); change one of them.");
    }
}
