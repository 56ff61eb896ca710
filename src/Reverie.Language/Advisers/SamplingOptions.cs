using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;

namespace Reverie.Language.Advisers;

/// <summary>How a chat model answers.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 takes the likeliest words.</summary>
    [Range(0.0, 2.0)]
    public double Temperature { get; init; } = 0.6;

    /// <summary>Only the likeliest tokens that together have this probability are drawn.</summary>
    [Range(0.01, 1.0)]
    public double TopP { get; init; } = 0.9;

    /// <summary>Tokens in an answer at most.</summary>
    [Range(1, 100_000)]
    public int MaxTokens { get; init; } = 100;

    /// <summary>Seeds the drawing where the model can be seeded; null: it is not.</summary>
    [Range(0, int.MaxValue)]
    public long? Seed { get; init; } = 1;

    internal string Identity => FormattableString.Invariant($"T={Temperature} p={TopP} n={MaxTokens} seed={Seed?.ToString() ?? "none"}");

    internal ChatOptions ToChatOptions() => new()
    {
        Temperature = (float)Temperature,
        TopP = TopP < 1 ? (float)TopP : null,
        MaxOutputTokens = MaxTokens,
        Seed = Seed,
    };
}
