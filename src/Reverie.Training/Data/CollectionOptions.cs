namespace Reverie.Training.Data;

/// <summary>Experience collection for training and for evaluation.</summary>
public sealed record CollectionOptions
{
    public TrainCollectionOptions Train { get; init; } = new();

    public TestCollectionOptions Test { get; init; } = new();
}
