using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language.Models;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Pretraining;

/// <summary>AdamW that decays matrices and embeddings, but neither biases nor norms; warm-up and half a cosine.</summary>
internal sealed class PretrainOptimizer : IDisposable
{
    private readonly OptimizationOptions _options;
    private readonly Func<long, double> _schedule;
    private readonly double[] _peaks;

    public PretrainOptimizer(LanguageModel model, OptimizationOptions options)
    {
        _options = options;
        var trained = model.Parameters().Where(parameter => parameter.RequiresGrad).ToLookup(parameter => parameter.Dim >= 2);
        Optimizer = new Adam(
            [new("matrices", [.. trained[true]], options.LearningRate, options.WeightDecay), new("others", [.. trained[false]], options.LearningRate)],
            options.Beta1, options.Beta2, decoupled: true);
        _schedule = Schedule(options);
        _peaks = [options.LearningRate, options.LearningRate];
    }

    public Optimizer Optimizer { get; }

    /// <summary>The rate of the latest step.</summary>
    public double LearningRate => Optimizer.Groups[0].LearningRate;

    /// <summary>The rate of a step, by how many were taken before.</summary>
    public static double RateOf(OptimizationOptions options, long step) => options.LearningRate * Schedule(options)(step);

    /// <summary>Clips the gradients and takes a step.</summary>
    /// <param name="step">Steps taken before.</param>
    /// <returns>The gradients' norm before clipping.</returns>
    public double Step(long step)
    {
        LearningRateSchedule.Apply(Optimizer, _schedule, step, _peaks);
        return Optimizer.Step(_options.MaxGradNorm);
    }

    private static Func<long, double> Schedule(OptimizationOptions options) =>
        LearningRateSchedule.Cosine(options.WarmupSteps, options.Steps, options.FinalLearningRateRatio);

    public void Dispose() => Optimizer.Dispose();
}
