using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Sizes of a world model.</summary>
public sealed record WorldModelSizes
{
    public required CoderOptions Encoder { get; init; }

    public required CoderOptions Decoder { get; init; }

    /// <summary>The embedding's size follows from the encoder.</summary>
    public required RssmOptions Rssm { get; init; }

    /// <summary>What remembers.</summary>
    public CellKind Cell { get; init; }

    /// <summary>How it takes in what is seen and said.</summary>
    public RssmKind Kind { get; init; }

    public required HeadSizes Reward { get; init; }

    public required HeadSizes Continue { get; init; }

    /// <summary>Bins of the reward's distribution.</summary>
    public int RewardBins { get; init; } = 255;

    /// <summary>Where they lie.</summary>
    public TwoHotKind TwoHot { get; init; } = TwoHotKind.Symlog;
}
