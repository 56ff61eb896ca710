namespace Reverie.Training.Data;

/// <summary>Retention of episodes.</summary>
public sealed record DatasetsOptions
{
    public TrainDatasetOptions Train { get; init; } = new();

    public TestDatasetOptions Test { get; init; } = new();
}
