using System.ComponentModel.DataAnnotations;

namespace Reverie.Language.Advisers;

/// <summary>How much and how long an adviser may be asked. Where a limit is met, training goes on without advice.</summary>
public sealed record LimitOptions
{
    /// <summary>Requests a second at most.</summary>
    [Range(0.001, 1000.0)]
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Tries for one question where failures may pass: too many requests, errors of the server, cut answers.</summary>
    [Range(1, 20)]
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before the second try; it doubles with every further one.</summary>
    [Range(0.0, 60.0)]
    public double RetrySeconds { get; init; } = 0.5;

    /// <summary>So long nothing may come before the question is given up.</summary>
    [Range(0.01, 3600.0)]
    public double SilenceSeconds { get; init; } = 10;

    /// <summary>So long a whole answer may take.</summary>
    [Range(0.01, 36000.0)]
    public double LongestSeconds { get; init; } = 60;

    /// <summary>After so many questions in a row without an answer nobody is asked for a while: half a minute, then a minute, up to ten.</summary>
    [Range(1, 1_000_000)]
    public int FailuresUntilPause { get; init; } = 5;

    /// <summary>Requests of the whole run; null: without limit.</summary>
    [Range(0, long.MaxValue)]
    public long? Requests { get; init; }

    /// <summary>Tokens of the whole run, of questions and answers; null: without limit.</summary>
    [Range(0, long.MaxValue)]
    public long? Tokens { get; init; }

    /// <summary>Money of the whole run, by the prices below; null: without limit.</summary>
    [Range(0.0, 1e12)]
    public double? Money { get; init; }

    [Range(0.0, 1e9)]
    public double PricePerMillionInputTokens { get; init; }

    [Range(0.0, 1e9)]
    public double PricePerMillionOutputTokens { get; init; }
}
