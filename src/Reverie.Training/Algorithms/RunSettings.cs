using Reverie.Training.Data;
using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>What the house must know of a run, whatever its algorithm calls it.</summary>
public sealed record RunSettings
{
    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Seed of every random generator of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>Newest checkpoints that are kept.</summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Whether checkpoints are written at all; without them a run can neither be resumed nor evaluated.</summary>
    public bool SavesCheckpoints { get; init; } = true;

    /// <summary>What the numbers of checkpoints count, such as <c>epoch</c> or <c>step</c>.</summary>
    public string CheckpointUnit { get; init; } = "step";

    /// <summary>Name, project and tags.</summary>
    public RunLabels Labels { get; init; } = new();

    /// <summary>The environment that evaluations play in; null where nothing plays.</summary>
    public WorldChoice? Test { get; init; }

    /// <summary>The key that names <see cref="Test"/>'s environment, by which others are put in its place; null where that cannot be.</summary>
    public string? TestKey { get; init; }

    /// <summary>How the trained agent acts in evaluations.</summary>
    public ActingOptions Acting { get; init; } = new();
}
