using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>How often checkpoints are written and how many stay.</summary>
public sealed record SavingOptions
{
    /// <summary>Steps between checkpoints; the last step and an interruption always write one.</summary>
    [Range(1, int.MaxValue)]
    public int Every { get; init; } = 500;

    /// <summary>Newest checkpoints that are kept.</summary>
    [Range(1, int.MaxValue)]
    public int KeepLast { get; init; } = 2;
}
