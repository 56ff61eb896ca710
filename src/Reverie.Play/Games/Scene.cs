using Reverie.Training.Algorithms;
using Reverie.Training.Media;

namespace Reverie.Play.Games;

/// <summary>What there is to see and to say of a step.</summary>
public sealed record Scene
{
    /// <summary>Pictures, the most important first.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Steps since the beginning.</summary>
    public int Step { get; init; }

    /// <summary>Rewards since the beginning.</summary>
    public double Return { get; init; }

    /// <summary>What the last step paid; null before the first one.</summary>
    public double? Reward { get; init; }

    /// <summary>How likely a dream is to go on.</summary>
    public double? Continue { get; init; }

    /// <summary>What the agent thinks.</summary>
    public Thought? Thought { get; init; }

    /// <summary>What was done last; null where that is no single choice.</summary>
    public int? Did { get; init; }

    /// <summary>What the agent would do now.</summary>
    public int? Would { get; init; }

    /// <summary>Texts of the observation, such as the mission.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; init; } = [];

    /// <summary>How it ended; null where it goes on.</summary>
    public string? End { get; init; }

    /// <summary>The share of pixels in which dream and environment differ.</summary>
    public double? Difference { get; init; }

    /// <summary>The first step at which dream and environment part.</summary>
    public int? Parted { get; init; }

    /// <summary>The stored episode.</summary>
    public EpisodeFacts? Episode { get; init; }
}
