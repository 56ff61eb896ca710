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

    /// <summary>Only the likeliest tokens that together have this probability are drawn; 1: all (Holtzman et al., 2020).</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The token that ends the text; null: only the length does.</summary>
    public int? EndToken { get; init; }

    /// <summary>Further tokens that end it; null: none does.</summary>
    public Predicate<int>? EndsAt { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(TopK);
        if (!(Temperature >= 0 && Temperature <= float.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "The temperature must be 0 or more and finite.");
        if (!(TopP is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "The share of probability that is drawn from must be above 0 and at most 1.");
    }
}
