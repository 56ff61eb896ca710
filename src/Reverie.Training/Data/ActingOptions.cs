namespace Reverie.Training.Data;

/// <summary>How a policy chooses among its actions.</summary>
/// <param name="Sample">Whether it samples; otherwise it takes the likeliest action.</param>
/// <param name="Temperature">Divisor of the logits when sampling.</param>
/// <param name="Epsilon">Probability that the actions of a step are uniformly random instead; the caller of the policy sees to it.</param>
public sealed record ActingOptions(bool Sample = true, double Temperature = 1, double Epsilon = 0);
