using Reverie.Torch;

namespace Reverie.WorldModels.Returns;

/// <summary>
/// λ-returns along replayed steps (Hafner et al., 2025), bootstrapped with what imagination expects of each state. Row t holds what arriving there
/// brought: G_t = r_{t+1} + γ (1 - end_{t+1}) ((1 - c) b_{t+1} + c G_{t+1}), where c is λ, and 0 where the episode goes no further in the replay.
/// </summary>
public static class ReplayReturns
{
    /// <summary>With gradients, where they are recorded.</summary>
    /// <param name="rewards">[T, ...]</param>
    /// <param name="bootstrap">The value of each state, [T, ...].</param>
    /// <param name="terminated">1 where the task ended, [T, ...].</param>
    /// <param name="last">1 at the last step of an episode, [T, ...].</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="lambda">0: one step ahead; 1: all the way.</param>
    /// <returns>[T - 1, ...]</returns>
    public static Tensor Compute(Tensor rewards, Tensor bootstrap, Tensor terminated, Tensor last, double gamma, double lambda)
    {
        long ahead = rewards.Size(0) - 1;
        Tensor r = rewards.Narrow(0, 1, ahead), b = bootstrap.Narrow(0, 1, ahead);
        var live = (1 - terminated.Narrow(0, 1, ahead)) * gamma;
        var goesOn = (1 - last.Narrow(0, 1, ahead)) * lambda;
        Tensor[] at = (r + ((1 - goesOn) * live * b)).Unbind(), weights = (live * goesOn).Unbind();
        var returns = new Tensor[ahead];
        var next = bootstrap.Select(0, ahead);
        for (long t = ahead - 1; t >= 0; t--)
            next = returns[t] = at[t] + (weights[t] * next);
        return Tensor.Stack(returns);
    }
}
