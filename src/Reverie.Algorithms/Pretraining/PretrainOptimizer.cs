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
        Adam = new Adam(
            [new ParameterGroup([.. trained[true]], options.LearningRate, options.WeightDecay), new ParameterGroup([.. trained[false]], options.LearningRate)],
            options.Beta1, options.Beta2, decoupled: true);
        _schedule = LearningRateSchedule.Cosine(options.WarmupSteps, options.Steps, options.FinalLearningRateRatio);
        _peaks = [options.LearningRate, options.LearningRate];
    }

    public Adam Adam { get; }

    /// <summary>The rate of the latest step.</summary>
    public double LearningRate => Adam.Groups[0].LearningRate;

    /// <summary>Clips the gradients and takes a step.</summary>
    /// <param name="step">Steps taken before.</param>
    /// <returns>The gradients' norm before clipping.</returns>
    public double Step(long step)
    {
        LearningRateSchedule.Apply(Adam, _schedule, step, _peaks);
        double norm = GradientClipping.ClipNorm(Adam.Parameters, _options.MaxGradNorm ?? double.PositiveInfinity);
        Adam.Step();
        return norm;
    }

    public void Dispose() => Adam.Dispose();
}
