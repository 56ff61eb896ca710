namespace Reverie.Language.Advisers;

/// <summary>What an adviser said, and what it cost; or why it said nothing.</summary>
/// <param name="Text">The answer; empty where there is none.</param>
public sealed record Answer(string Text)
{
    /// <summary>Why nothing was said; <see cref="AnswerFailure.None"/> where something was.</summary>
    public AnswerFailure Failure { get; init; }

    /// <summary>The reason in words, for people; empty where something was said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Tokens that the question took, as the adviser counts them.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Time from the question to the answer's end.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Price, in whatever currency the prices are given in.</summary>
    public double Money { get; init; }

    /// <summary>Whether it had been asked before.</summary>
    public bool IsCached { get; init; }

    /// <summary>Whether there is an answer.</summary>
    public bool IsGiven => Failure == AnswerFailure.None;

    /// <summary>No answer.</summary>
    public static Answer Nothing(AnswerFailure failure, string reason) => new("") { Failure = failure, Reason = reason };
}
