using Reverie.Algorithms.Iris.Dreams;
using Reverie.Torch;
using Reverie.Torch.Distributed;
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

    /// <summary>Losses over all steps but the last, which only bootstraps.</summary>
    /// <param name="rollout">What was imagined.</param>
    /// <param name="options">What is learned.</param>
    /// <param name="scale">Advantages are divided by it; null: they are not.</param>
    /// <param name="processes">Those that have as many rollouts each; the mean of their losses is that of all rollouts. Null: there are no others.</param>
    public static ActorCriticLosses Compute(
        ImaginedRollout rollout, ActorCriticLossOptions options, RunningScale? scale = null, IProcessGroup? processes = null)
    {
        var returns = LambdaReturns.Compute(rollout.Rewards, rollout.Values, rollout.Ends, options.Gamma, options.Lambda);
        long steps = rollout.Values.Size(1) - 1;
        var values = rollout.Values.Narrow(1, 0, steps); // [B, H - 1]
        var target = returns.Narrow(1, 0, steps);
        var logProbabilities = rollout.LogitsActions.Narrow(1, 0, steps).LogSoftmax(-1); // [B, H - 1, A]
        var chosen = logProbabilities.Gather(-1, rollout.Actions.Narrow(1, 0, steps).Unsqueeze(-1)).Squeeze(-1);
        var entropy = -(logProbabilities.Exp() * logProbabilities).Sum([-1]);
        var counts = options.IgnoreAfterEnd ? BeforeEnd(rollout.Ends, steps) : null;
        var advantages = target - values.Detach();
        if (counts is not null)
            advantages *= counts;
        if (scale is not null)
            advantages /= scale.Update(advantages, processes);
        double counted = counts is null ? 0 : Average(counts.Sum().Item());
        return new(-Mean(chosen * advantages), Mean((values - target).Square()), Mean(entropy) * -options.EntropyWeight);

        Tensor Mean(Tensor each) => counts is null ? each.Mean() : (each * counts).Sum() / counted;

        double Average(double number)
        {
            Span<double> numbers = [number];
            processes?.Sum(numbers);
            return numbers[0] / (processes?.Size ?? 1);
        }
    }

    /// <summary>1 up to the first imagined end of a rollout and 0 behind it: [B, H - 1].</summary>
    private static Tensor BeforeEnd(Tensor ends, long steps)
    {
        var goesOn = 1 - ends.Narrow(1, 0, steps).Float();
        return Tensor.Cat([Tensor.OnesLike(goesOn.Narrow(1, 0, 1)), goesOn.Narrow(1, 0, steps - 1).CumProd(1)], 1);
    }
}
