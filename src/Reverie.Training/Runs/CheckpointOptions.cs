using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Runs;

/// <summary>How often checkpoints are written and how many stay.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Epochs between checkpoints; the last epoch and an interruption always write one.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <summary>Newest checkpoints that are kept.</summary>
    [Range(1, int.MaxValue)]
    public int KeepLast { get; init; } = 2;
}
