namespace Reverie.Training.Data;

/// <summary>Experience collection for training and for evaluation.</summary>
public sealed record CollectionOptions
{
    /// <summary>More environments than this are not stepped side by side.</summary>
    public const int MostEnvironments = 65_536;

    public TrainCollectionOptions Train { get; init; } = new();

    public TestCollectionOptions Test { get; init; } = new();
}
