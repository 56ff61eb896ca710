using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.WorldModels.Returns;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Networks, what moves them, who acts, and the random streams of both.</summary>
public sealed class DreamerComponents : IDisposable
{
    /// <param name="options">The run's options.</param>
    /// <param name="layout">What the environments show and take.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="words">The words that the environment says, where <see cref="DreamerWorlds.Words"/> gives them.</param>
    /// <param name="stop">Ends a download.</param>
    public DreamerComponents(DreamerOptions options, StepLayout layout, Device device, IReadOnlyList<string>? words = null, CancellationToken stop = default)
    {
        Device = device;
        ulong seed = (ulong)options.Seed;
        using (var weights = new Generator(seed))
            Model = DreamerFactory.CreateModel(options, layout, weights, words, stop);
        Model.To(device);
        Optimizers = DreamerFactory.CreateOptimizers(Model, options.Algo);
        var moments = options.Algo.Actor.Moments;
        Range = new PercentileRange(moments.Decay, moments.Percentile.Low, moments.Percentile.High, moments.Max);
        ActionDraws = new Generator(seed + 1, device);
        LearningDraws = new Generator(seed + 2, device);
        Policy = new DreamerPolicy(Model, new CategoricalSampler(ActionDraws), new NormalNoise(ActionDraws, device), device);
        Learner = new DreamerLearner(
            Model, Optimizers, DreamerFactory.LearnerOptions(options.Algo), Range, new CategoricalSampler(LearningDraws), new NormalNoise(LearningDraws, device));
    }

    public Device Device { get; }

    public DreamerModel Model { get; }

    public DreamerOptimizers Optimizers { get; }

    /// <summary>How far returns spread.</summary>
    public PercentileRange Range { get; }

    /// <summary>Draws for acting in the environments.</summary>
    public Generator ActionDraws { get; }

    /// <summary>Draws for learning.</summary>
    public Generator LearningDraws { get; }

    public DreamerPolicy Policy { get; }

    public DreamerLearner Learner { get; }

    public void Dispose()
    {
        Policy.End();
        Optimizers.Dispose();
        Model.Dispose();
        ActionDraws.Dispose();
        LearningDraws.Dispose();
    }
}
