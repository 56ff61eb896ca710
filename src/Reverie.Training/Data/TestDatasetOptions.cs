using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Data;

/// <summary>The episodes of the current evaluation.</summary>
public sealed record TestDatasetOptions
{
    /// <summary>Newest episodes that are kept; null for all.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxNumEpisodes { get; init; }
}
