namespace Reverie.Language.Generation;

/// <summary>How tokens are drawn.</summary>
public sealed record GenerationOptions
{
    /// <summary>Tokens to draw at most.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Divides the logits; 0 takes the most likely token.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only the so many most likely tokens are drawn; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>The token that ends the text; null: only the length does.</summary>
    public int? EndToken { get; init; }
}
