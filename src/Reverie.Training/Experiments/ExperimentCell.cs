namespace Reverie.Training.Experiments;

/// <summary>One run of an experiment.</summary>
/// <param name="Name">Its folder below the experiment's, such as <c>gru/doorkey/seed-0</c>.</param>
/// <param name="Stage">0: a preparation for all; 1: one for an environment and a seed; 2: a run that is compared.</param>
/// <param name="Arm">The arm, or the preparation's name.</param>
/// <param name="Environment">The environment; null for a preparation for all.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Algorithm">The algorithm where no configuration says it.</param>
/// <param name="Overrides">With <c>{NAME}</c> where a preparation's run folder goes.</param>
public sealed record ExperimentCell(
    string Name, int Stage, string Arm, string? Environment, int Seed, string? Algorithm, IReadOnlyList<string> Overrides)
{
    /// <summary>How long it shall be now, where it may go on to be longer; null: its overrides say it once and for all.</summary>
    public CellBudget? Budget { get; init; }
}
