namespace Reverie.Training.Data;

/// <summary>How much to collect, and how actions are chosen. Exactly one of the two amounts is given.</summary>
public sealed record CollectRequest
{
    /// <summary>Steps to collect; an episode that is then unfinished goes on in the next collection.</summary>
    public int? Steps { get; init; }

    /// <summary>Episodes to collect, rounded up to a multiple of the number of environments.</summary>
    public int? Episodes { get; init; }

    /// <summary>Probability that the actions of a step are uniformly random.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether the policy samples.</summary>
    public bool Sample { get; init; } = true;

    /// <summary>Divisor of the policy's logits when sampling.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Frames of unfinished episodes that the policy sees again first.</summary>
    public int BurnIn { get; init; }
}
