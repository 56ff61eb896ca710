using Reverie.Torch;
using Reverie.Torch.Distributed;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>One update of PPO: so many passes over a rollout, in minibatches of a random order, with a step of the optimizer each.</summary>
/// <param name="options">What is minimised.</param>
/// <param name="optimizer">
/// Takes the steps; its learning rate is the caller's affair. Where several processes train together, each computes its share of every minibatch.
/// </param>
public sealed class PpoUpdate(LossOptions options, Optimizer optimizer)
{
    private readonly double[] _numbers = new double[6];

    private IProcessGroup Processes => optimizer.Processes;

    /// <param name="targets">What the rollout says.</param>
    /// <param name="evaluate">What the networks say now of the steps of these indices [B].</param>
    /// <param name="order">The order of the steps in a pass: indices [S] that are cut into minibatches of equal size.</param>
    /// <param name="each">Told of every minibatch; null where nobody wants to know.</param>
    /// <param name="sequence">Steps that belong together: a minibatch is [sequence, rows], and whole rows go to a process.</param>
    /// <returns>Means over all minibatches (of the KL divergence: the mean of the last pass), and the passes that were made.</returns>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; nothing has been moved by it.</exception>
    public (MinibatchLosses Means, int Epochs) Run(
        StepTargets targets, Func<Tensor, StepEvaluation> evaluate, Func<int, Tensor> order, Action<MinibatchLosses>? each = null, int sequence = 1)
    {
        Span<double> sums = stackalloc double[7];
        int count = 0, epoch = 0;
        bool isFar = false;
        for (; epoch < options.Epochs && !isFar; epoch++)
        {
            using var scope = new TensorScope();
            var steps = order(epoch);
            long size = steps.NumElements / options.Minibatches;
            double divergence = 0;
            for (int i = 0; i < options.Minibatches; i++, count++)
            {
                var losses = Step(targets, evaluate, steps.Narrow(0, i * size, size), sequence);
                each?.Invoke(losses);
                ReadOnlySpan<double> numbers =
                    [losses.Total, losses.Policy, losses.Value, losses.Entropy, losses.ApproximateKl, losses.ClipFraction, losses.GradientNorm];
                for (int k = 0; k < sums.Length; k++)
                    sums[k] += numbers[k];
                divergence = losses.ApproximateKl;
            }
            isFar = divergence > options.TargetKl;
        }
        return (new(
            sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count, sums[4] / count, sums[5] / count, sums[6] / count), epoch);
    }

    private MinibatchLosses Step(StepTargets targets, Func<Tensor, StepEvaluation> evaluate, Tensor steps, int sequence)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        var advantages = targets.Advantages.IndexSelect(0, steps);
        if (options.NormaliseAdvantages)
            advantages = PpoLosses.Normalise(advantages);
        (steps, advantages) = (Own(steps, sequence), Own(advantages, sequence));
        var (logProbabilities, values, entropies) = evaluate(steps);
        var logRatio = logProbabilities - targets.OldLogProbabilities.IndexSelect(0, steps);
        var ratio = logRatio.Exp();
        var policy = PpoLosses.Policy(ratio, advantages, options.Clip);
        var value = PpoLosses.Value(
            values, targets.OldValues.IndexSelect(0, steps), targets.Returns.IndexSelect(0, steps), options.ValueLoss, options.ClipValue);
        var entropy = entropies.Mean();
        var total = policy + (value * options.ValueCoefficient) - (entropy * options.EntropyCoefficient);
        total.Backward();
        using (new NoGrad())
        {
            Tensor[] parts =
                [total, policy, value, entropy, PpoLosses.ApproximateKl(ratio, logRatio), PpoLosses.ClipFraction(ratio, options.Clip)];
            Tensor.Stack(Array.ConvertAll(parts, part => part.Detach().To(ScalarType.Float64))).CopyTo(_numbers.AsSpan());
        }
        Processes.Sum(_numbers);
        for (int i = 0; i < _numbers.Length; i++)
            _numbers[i] /= Processes.Size;
        double norm = optimizer.Step(options.MaxGradNorm);
        return new(_numbers[0], _numbers[1], _numbers[2], _numbers[3], _numbers[4], _numbers[5], norm);
    }

    /// <summary>This process's rows of [sequence, rows].</summary>
    private Tensor Own(Tensor whole, int sequence)
    {
        if (Processes.Size == 1)
            return whole;
        long rows = whole.NumElements / sequence / Processes.Size;
        return whole.View(sequence, -1).Narrow(1, Processes.Rank * rows, rows).Flatten();
    }
}
