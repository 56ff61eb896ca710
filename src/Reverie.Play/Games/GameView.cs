using Reverie.Training.Algorithms;

namespace Reverie.Play.Games;

/// <summary>All that a page or a terminal shows.</summary>
public sealed record GameView
{
    public required Scene Scene { get; init; }

    public required Place Place { get; init; }

    /// <summary>Whether a person acts.</summary>
    public bool IsYours { get; init; }

    /// <summary>Whether the game is held.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the game waits for a person's key.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The recording that is being written.</summary>
    public string? Recording { get; init; }

    /// <summary>Whether the trajectory that has ended shall be kept.</summary>
    public bool Asks { get; init; }

    /// <summary>Steps of a dream.</summary>
    public int Horizon { get; init; }

    /// <summary>Whether all pictures are shown.</summary>
    public bool Panes { get; init; }

    /// <summary>Places that there are.</summary>
    public required IReadOnlyList<Place> Places { get; init; }

    /// <summary>Why there is no world model to go to, as a sentence; null where there is one, and where there is no agent.</summary>
    public string? WhyNoDream { get; init; }

    /// <summary>What there is to see of the agent's inside; null where nobody looks.</summary>
    public IReadOnlyList<Insight>? Inside { get; init; }

    /// <summary>What happened last, as a sentence.</summary>
    public string? Message { get; init; }
}
