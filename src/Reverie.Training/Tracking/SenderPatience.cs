namespace Reverie.Training.Tracking;

/// <summary>How long a sender waits.</summary>
internal sealed record SenderPatience
{
    /// <summary>For one answer.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Before the second try; each pause is twice the one before.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For what is left when the run ends.</summary>
    public TimeSpan Close { get; init; } = TimeSpan.FromSeconds(15);
}
