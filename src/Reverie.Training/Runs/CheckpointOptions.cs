using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Runs;

/// <summary>How often checkpoints are written and how many stay; "every" counts whatever the algorithm counts, epochs or steps.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Epochs or steps between checkpoints; the last one and an interruption always write one.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 1;

    /// <summary>Newest checkpoints that are kept.</summary>
    [Range(1, int.MaxValue)]
    public int KeepLast { get; init; } = 2;
}
