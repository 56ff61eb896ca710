using Reverie.Torch;

namespace Reverie.WorldModels.Returns;

/// <summary>
/// λ-returns over imagined steps whose discount is itself predicted (Hafner et al., 2023):
/// G_t = r_t + c_t ((1 - λ) v_t + λ G_{t+1}), bootstrapped with the last value. Row t holds what the action of step t led to.
/// </summary>
public static class ContinuingReturns
{
    /// <summary>With gradients, where they are recorded.</summary>
    /// <param name="rewards">What the action brought, [H, ...].</param>
    /// <param name="values">The value of the state behind it, [H, ...].</param>
    /// <param name="continues">Its discount, 0 where the episode ended, [H, ...].</param>
    /// <param name="lambda">0: one step ahead; 1: all the way.</param>
    /// <returns>[H, ...]</returns>
    public static Tensor Compute(Tensor rewards, Tensor values, Tensor continues, double lambda)
    {
        long horizon = rewards.Size(0);
        var ahead = (rewards + (continues * values * (1 - lambda))).Unbind();
        var weights = (continues * lambda).Unbind();
        var returns = new Tensor[horizon];
        var next = values.Select(0, horizon - 1);
        for (long t = horizon - 1; t >= 0; t--)
            next = returns[t] = ahead[t] + (weights[t] * next);
        return Tensor.Stack(returns);
    }
}
