using Reverie.Algorithms.Iris.Dreams;
using Reverie.Torch;
using Reverie.WorldModels.Returns;

namespace Reverie.Algorithms.Iris.Losses;

/// <summary>The losses of an imagined rollout.</summary>
/// <param name="Actions">REINFORCE with the value as baseline: -mean(log π(a) (G - v)).</param>
/// <param name="Values">Mean squared distance of values and λ-returns.</param>
/// <param name="Entropy">Minus the weighted mean entropy of the policy.</param>
public readonly record struct ActorCriticLosses(Tensor Actions, Tensor Values, Tensor Entropy)
{
    /// <summary>Their sum.</summary>
    public Tensor Total => Actions + Values + Entropy;

    /// <summary>Losses over all steps but the last, which only bootstraps; steps after an end count like the others, as in the original.</summary>
    public static ActorCriticLosses Compute(ImaginedRollout rollout, ActorCriticLossOptions options)
    {
        var returns = LambdaReturns.Compute(rollout.Rewards, rollout.Values, rollout.Ends, options.Gamma, options.Lambda);
        long steps = rollout.Values.Size(1) - 1;
        var values = rollout.Values.Narrow(1, 0, steps); // [B, H - 1]
        var target = returns.Narrow(1, 0, steps);
        var logProbabilities = rollout.LogitsActions.Narrow(1, 0, steps).LogSoftmax(-1); // [B, H - 1, A]
        var chosen = logProbabilities.Gather(-1, rollout.Actions.Narrow(1, 0, steps).Unsqueeze(-1)).Squeeze(-1);
        var entropy = -(logProbabilities.Exp() * logProbabilities).Sum([-1]);
        return new(
            -(chosen * (target - values.Detach())).Mean(),
            F.MseLoss(values, target),
            entropy.Mean() * -options.EntropyWeight);
    }
}
