namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Sizes of all networks of an agent.</summary>
public sealed record DreamerSizes
{
    public required WorldModelSizes WorldModel { get; init; }

    public required ActorSizes Actor { get; init; }

    public required HeadSizes Critic { get; init; }

    /// <summary>Bins of the value's distribution.</summary>
    public int CriticBins { get; init; } = 255;
}
