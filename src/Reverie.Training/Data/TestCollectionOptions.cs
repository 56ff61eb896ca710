using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Data;

/// <summary>Collection of the episodes that an evaluation looks at.</summary>
public sealed record TestCollectionOptions
{
    /// <summary>Environments stepped side by side.</summary>
    [Range(1, CollectionOptions.MostEnvironments)]
    public int NumEnvs { get; init; } = 8;

    /// <summary>Newest episodes kept as media.</summary>
    [Range(1, int.MaxValue)]
    public int NumEpisodesToSave { get; init; } = 10;

    public CollectOptions Config { get; init; } = new() { Epsilon = 0, Temperature = 0.5, NumEpisodes = 16 };
}
