namespace Reverie.Language.Generation;

/// <summary>How tokens are drawn.</summary>
public sealed record GenerationOptions
{
    /// <summary>Below this temperature logits divided by it would be infinite; the most likely token is all that is left to draw.</summary>
    internal const double Coldest = 1e-6;

    /// <summary>Tokens to draw at most.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Divides the logits; 0 takes the most likely token.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only the so many most likely tokens are drawn; 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>The token that ends the text; null: only the length does.</summary>
    public int? EndToken { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(TopK);
        if (!(Temperature >= 0 && Temperature <= float.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "The temperature must be 0 or more and finite.");
    }
}
