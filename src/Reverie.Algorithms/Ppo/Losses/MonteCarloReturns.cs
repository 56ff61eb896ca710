namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>
/// The founding project's returns: discounted sums over the whole buffer, in single precision, the empty slots behind the episode
/// included. The last slot's return is its reward.
/// </summary>
public static class MonteCarloReturns
{
    /// <param name="rewards">[slots], zeros behind the episode.</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="returns">Receives the returns, [slots].</param>
    public static void Compute(ReadOnlySpan<float> rewards, float gamma, Span<float> returns)
    {
        float next = 0;
        for (int i = rewards.Length - 1; i >= 0; i--)
            next = returns[i] = rewards[i] + (gamma * next);
    }
}
