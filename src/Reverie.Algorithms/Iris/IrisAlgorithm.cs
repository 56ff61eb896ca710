using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris;

/// <summary>IRIS, as the house knows it.</summary>
public sealed class IrisAlgorithm()
    : Algorithm<IrisOptions>("iris", "A transformer over the tokens of a VQ-VAE dreams; an actor-critic learns in the dream (Micheli et al., 2023).")
{
    protected override string? WhyAlone(IrisOptions options, int processes) => SharedWork.WhyAlone(options, processes);

    protected override ITrainer CreateTrainer(IrisOptions options, RunContext context) => new IrisTrainer(options, context);

    protected override IPlayer LoadPlayer(IrisOptions options, Checkpoint checkpoint, PlayContext context) => new IrisPlayer(options, checkpoint, context);
}
