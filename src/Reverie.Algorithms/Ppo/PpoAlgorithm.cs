using Reverie.Algorithms.Ppo.Evaluation;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Algorithms.Ppo.Training;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo;

/// <summary>PPO, as the house knows it.</summary>
public sealed class PpoAlgorithm()
    : Algorithm<PpoOptions>(PpoAlgorithm.RegisteredName, "A policy learns from its own steps, in clipped ones: vectors, grid-world symbols, pixels and missions; it may be advised.")
{
    /// <summary>The name in <c>run.json</c>.</summary>
    public const string RegisteredName = "ppo";

    protected override string? WhyAlone(PpoOptions options, int processes)
    {
        if (options.Guidance.Kind != GuidanceKind.None)
            return "An adviser looks at the environments of one process; leave --nproc out, or take guidance=none.";
        long rows = options.Units / options.Training.Minibatches;
        return rows % processes == 0 ? null
            : $"A minibatch has {rows} {(options.Network.Memory > 0 ? "sequences" : "steps")}, which {processes} processes cannot share evenly; choose "
                + $"training.minibatches, collection.num_envs and collection.num_steps so that {processes} divides it.";
    }

    protected override ITrainer CreateTrainer(PpoOptions options, RunContext context) => new PpoTrainer(options, context);

    protected override IPlayer LoadPlayer(PpoOptions options, Checkpoint checkpoint, PlayContext context) => new PpoPlayer(options, checkpoint, context);
}
