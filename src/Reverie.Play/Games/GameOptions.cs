namespace Reverie.Play.Games;

/// <summary>How a game begins.</summary>
public sealed record GameOptions
{
    /// <summary>Frames a second.</summary>
    public double FramesPerSecond { get; init; } = 15;

    /// <summary>Where it begins.</summary>
    public Place Place { get; init; }

    /// <summary>Whether a person acts from the beginning.</summary>
    public bool IsYours { get; init; }

    /// <summary>Whether to show the original, what the agent sees of it, and what it makes of that, side by side.</summary>
    public bool Panes { get; init; }

    /// <summary>Whether to ask after each episode if it shall be kept.</summary>
    public bool AsksToKeep { get; init; }

    /// <summary>Whether pages show the header of numbers.</summary>
    public bool Header { get; init; }

    /// <summary>Steps after which a dream ends.</summary>
    public int Horizon { get; init; } = 50;

    /// <summary>Seeds the first episode.</summary>
    public int Seed { get; init; }
}
