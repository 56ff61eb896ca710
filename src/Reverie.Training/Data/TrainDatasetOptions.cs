using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Data;

/// <summary>The episodes that the models train on.</summary>
public sealed record TrainDatasetOptions
{
    /// <summary>
    /// Memory of the process, such as <c>30G</c>, or of the machine, such as <c>80%</c>, above which the oldest episodes go; null
    /// for no limit.
    /// </summary>
    [RegularExpression(@"\d+(\.\d+)?\s*([KMGT]i?B?|%)",
        ErrorMessage = "'datasets.train.max_ram_usage' must be a size such as 30G, a share of the machine such as 80%, or null.")]
    public string? MaxRamUsage { get; init; } = "30G";
}
