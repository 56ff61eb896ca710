using Reverie.Algorithms.Dreamer.Evaluation;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer;

/// <summary>DreamerV3, as the house knows it.</summary>
public sealed class DreamerAlgorithm() : Algorithm<DreamerOptions>(
    DreamerAlgorithm.RegisteredName, "DreamerV3 (Hafner et al., 2023), as SheepRL has it: a recurrent state-space model, and an actor-critic inside its imagination.")
{
    /// <summary>The name in <c>algo.name</c>.</summary>
    public const string RegisteredName = "dreamer_v3";

    public override string ConfigFolder => "dreamer";

    protected override ITrainer CreateTrainer(DreamerOptions options, RunContext context) =>
        options.Text.Steps > 0 ? new TextTrainer(options, context) : new DreamerTrainer(options, context);

    protected override IPlayer LoadPlayer(DreamerOptions options, Checkpoint checkpoint, PlayContext context) => new DreamerPlayer(options, checkpoint, context);
}
