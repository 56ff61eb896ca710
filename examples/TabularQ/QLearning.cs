using Reverie.Training.Algorithms;
using Reverie.Training.Runs;

namespace TabularQ;

/// <summary>Tabular Q-learning (Watkins, 1989) on a hash of the observation.</summary>
public sealed class QLearning() : Algorithm<QOptions>(RegisteredName, "Tabular Q-learning on a hash of the observation (Watkins, 1989).")
{
    public const string RegisteredName = "q_learning";

    protected override ITrainer CreateTrainer(QOptions options, RunContext context) => new QTrainer(options, context);

    protected override IPlayer LoadPlayer(QOptions options, Checkpoint checkpoint, PlayContext context) => new QPlayer(QTable.Load(checkpoint));
}
