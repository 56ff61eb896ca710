using System.Numerics;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>
/// Generalized advantage estimation (Schulman et al., 2016): d_t = r_t + γ N_t - V_t and A_t = d_t + γ λ A_{t+1} within an episode. N_t is 0
/// where the episode terminated, the value of what the step led to where it was only cut off, and V_{t+1} elsewhere.
/// </summary>
public static class GeneralizedAdvantage
{
    /// <summary>Advantages and, with the values added, returns. Rows are steps, columns environments: index t * environments + n.</summary>
    /// <param name="rewards">[T, N]</param>
    /// <param name="values">What the critic said before each step, [T, N].</param>
    /// <param name="finalValues">The value of what a step really led to, [T, N]; looked at only where an episode was cut off.</param>
    /// <param name="lastValues">The value after the last step, [N].</param>
    /// <param name="terminated">The step ended the task, [T, N]; it wins where the episode was cut off as well.</param>
    /// <param name="truncated">The step ended the episode but not the task, [T, N].</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="lambda">0: one step ahead; 1: all the way.</param>
    /// <param name="advantages">Receives the advantages, [T, N].</param>
    /// <param name="returns">Receives the returns, [T, N].</param>
    public static void Compute<T>(
        ReadOnlySpan<T> rewards, ReadOnlySpan<T> values, ReadOnlySpan<T> finalValues, ReadOnlySpan<T> lastValues, ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated, T gamma, T lambda, Span<T> advantages, Span<T> returns)
        where T : IFloatingPoint<T>
    {
        int environments = lastValues.Length;
        for (int i = rewards.Length - 1; i >= 0; i--)
        {
            bool isLast = i + environments >= rewards.Length;
            var next = isLast ? lastValues[i - (rewards.Length - environments)] : values[i + environments];
            if (terminated[i])
                next = T.Zero;
            else if (truncated[i])
                next = finalValues[i];
            var advantage = rewards[i] + (gamma * next) - values[i];
            if (!isLast && !terminated[i] && !truncated[i])
                advantage += gamma * lambda * advantages[i + environments];
            advantages[i] = advantage;
            returns[i] = advantage + values[i];
        }
    }
}
