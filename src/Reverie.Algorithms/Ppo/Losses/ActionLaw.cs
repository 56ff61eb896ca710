using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>Log-probabilities and entropies of actions, for the update.</summary>
public static class ActionLaw
{
    private const double HalfLogTwoPi = 0.91893853320467274;

    /// <summary>Choices: their logits side by side, each choice with its own.</summary>
    /// <param name="logits">[B, A]</param>
    /// <param name="spec">How many alternatives each choice has.</param>
    /// <param name="actions">Integers [B, size].</param>
    /// <returns>[B] each.</returns>
    public static (Tensor LogProbabilities, Tensor Entropies) Choices(Tensor logits, ActionSpec spec, Tensor actions)
    {
        var parts = spec.Size == 1 ? [logits] : logits.SplitSizes([.. spec.Choices.Select(count => (long)count)]);
        Tensor? logProbabilities = null, entropies = null;
        foreach (var (i, part) in parts.Index())
        {
            var log = part.LogSoftmax(-1);
            var own = Taken(log, actions.Narrow(1, i, 1));
            var entropy = Mixture.Entropies(log);
            (logProbabilities, entropies) = (logProbabilities is null ? own : logProbabilities + own, entropies is null ? entropy : entropies + entropy);
        }
        return (logProbabilities!, entropies!);
    }

    /// <summary>One choice that was made from a mixture with advice.</summary>
    /// <param name="logits">[B, A]</param>
    /// <param name="advice">[B, A], of the time of acting.</param>
    /// <param name="weights">[B], of the time of acting.</param>
    /// <param name="actions">Integers [B, 1].</param>
    /// <returns>Of the mixture, [B] each.</returns>
    public static (Tensor LogProbabilities, Tensor Entropies) Advised(Tensor logits, Tensor advice, Tensor weights, Tensor actions)
    {
        var log = Mixture.LogProbabilities(logits, advice, weights);
        return (Taken(log, actions), Mixture.Entropies(log));
    }

    /// <summary>Real numbers with a normal law of their own each.</summary>
    /// <param name="means">[B, A]</param>
    /// <param name="logStd">[A]</param>
    /// <param name="actions">[B, A]</param>
    /// <returns>[B] each.</returns>
    public static (Tensor LogProbabilities, Tensor Entropies) Numbers(Tensor means, Tensor logStd, Tensor actions)
    {
        var distance = (actions - means) / logStd.Exp();
        var entropy = (logStd + (0.5 + HalfLogTwoPi)).Sum();
        return (-((distance.Square() * 0.5) + logStd + HalfLogTwoPi).Sum([-1]), entropy.Expand(means.Size(0)));
    }

    private static Tensor Taken(Tensor logProbabilities, Tensor actions) => logProbabilities.Gather(1, actions).Squeeze(1);
}
