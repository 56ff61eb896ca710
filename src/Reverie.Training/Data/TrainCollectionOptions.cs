using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Data;

/// <summary>Collection of the experience that the models train on.</summary>
public sealed record TrainCollectionOptions
{
    /// <summary>Environments stepped side by side.</summary>
    [Range(1, CollectionOptions.MostEnvironments)]
    public int NumEnvs { get; init; } = 1;

    /// <summary>Last epoch that collects.</summary>
    [Range(0, int.MaxValue)]
    public int StopAfterEpochs { get; init; } = 500;

    /// <summary>Newest episodes kept as media.</summary>
    [Range(1, int.MaxValue)]
    public int NumEpisodesToSave { get; init; } = 10;

    public CollectOptions Config { get; init; } = new() { NumSteps = 200 };
}
