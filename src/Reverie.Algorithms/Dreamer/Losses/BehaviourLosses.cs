using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Dreamer.Losses;

/// <summary>The losses of actor and critic over imagined trajectories.</summary>
public static class BehaviourLosses
{
    /// <summary>
    /// The actor: REINFORCE with normalised advantages for choices; for real numbers the advantage itself, whose gradient comes through the
    /// dynamics. Plus a little entropy.
    /// </summary>
    /// <param name="policy">On imagined states, [H + 1, N, A].</param>
    /// <param name="actions">[H + 1, N, A]</param>
    /// <param name="advantage">[H, N, 1]</param>
    /// <param name="discount">How likely each state is reached at all, times the discount, [H + 1, N, 1].</param>
    /// <param name="isContinuous">Whether actions are real numbers.</param>
    /// <param name="entropyScale">Weight of the entropy.</param>
    public static Tensor Actor(
        ActionDistribution policy, Tensor actions, Tensor advantage, Tensor discount, bool isContinuous, double entropyScale)
    {
        long horizon = advantage.Size(0);
        var objective = isContinuous
            ? advantage
            : policy.LogProb(actions.Detach()).Narrow(0, 0, horizon).Unsqueeze(-1) * advantage.Detach();
        if (policy.Entropy() is { } entropy)
            objective += entropy.Narrow(0, 0, horizon).Unsqueeze(-1) * entropyScale;
        return -(discount.Narrow(0, 0, horizon).Detach() * objective).Mean();
    }

    /// <summary>The critic: it predicts the returns, and stays near its own slow copy.</summary>
    /// <param name="logits">On imagined states, [H, N, bins].</param>
    /// <param name="bins">What they mean.</param>
    /// <param name="returns">[H, N, 1]</param>
    /// <param name="slowValues">What the slow copy says, [H, N, 1].</param>
    /// <param name="discount">As for the actor, [H + 1, N, 1].</param>
    public static Tensor Critic(Tensor logits, TwoHot bins, Tensor returns, Tensor slowValues, Tensor discount)
    {
        var loss = -bins.LogProb(logits, returns) - bins.LogProb(logits, slowValues);
        return (loss * discount.Narrow(0, 0, logits.Size(0)).Squeeze(-1)).Mean();
    }

    /// <summary>The critic on replayed steps (Hafner et al., 2025): λ-returns of what was paid, bootstrapped with what imagination expects.</summary>
    /// <param name="logits">[T, B, bins]</param>
    /// <param name="bins">What they mean.</param>
    /// <param name="rewards">[T, B, 1]</param>
    /// <param name="bootstrap">The imagined return of each state, [T, B, 1].</param>
    /// <param name="terminated">1 where the task ended, [T, B, 1].</param>
    /// <param name="last">1 at the last step of an episode, [T, B, 1].</param>
    /// <param name="slowValues">What the slow copy says, [T, B, 1].</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="lambda">Of the returns.</param>
    public static Tensor ReplayedCritic(
        Tensor logits, TwoHot bins, Tensor rewards, Tensor bootstrap, Tensor terminated, Tensor last, Tensor slowValues, double gamma, double lambda)
    {
        var returns = ReplayReturns.Compute(rewards, bootstrap, terminated, last, gamma, lambda); // [T - 1, B, 1]
        long ahead = returns.Size(0);
        var past = logits.Narrow(0, 0, ahead);
        var loss = -bins.LogProb(past, returns) - bins.LogProb(past, slowValues.Narrow(0, 0, ahead));
        return (loss * (1 - last.Narrow(0, 0, ahead)).Squeeze(-1)).Mean();
    }
}
