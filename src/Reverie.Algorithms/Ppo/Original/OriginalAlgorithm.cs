using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>The founding project's PPO, as the house knows it: for comparisons with its tables.</summary>
public sealed class OriginalAlgorithm()
    : Algorithm<OriginalOptions>(OriginalAlgorithm.RegisteredName, "The PPO of the guided-PPO project as it was: one episode a rollout, returns over the padded buffer, Llama's advice.")
{
    /// <summary>The name in <c>run.json</c>.</summary>
    public const string RegisteredName = "ppo_original";

    protected override ITrainer CreateTrainer(OriginalOptions options, RunContext context) => new OriginalTrainer(options, context);

    protected override IPlayer LoadPlayer(OriginalOptions options, Checkpoint checkpoint, PlayContext context) => new OriginalPlayer(options, checkpoint, context);
}
