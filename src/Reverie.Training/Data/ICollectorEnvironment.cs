namespace Reverie.Training.Data;

/// <summary>Environments that step side by side, as the collector sees them.</summary>
public interface ICollectorEnvironment
{
    /// <summary>Number of environments, N.</summary>
    int Count { get; }

    /// <summary>Number of actions; they are 0 to this minus 1.</summary>
    int ActionCount { get; }

    /// <summary>Shape of one observation.</summary>
    ObservationShape ObservationShape { get; }

    /// <summary>Starts a new episode in every environment.</summary>
    /// <param name="observations">Receives the first pictures, [N, C, H, W].</param>
    void Reset(Span<byte> observations);

    /// <summary>Steps every environment. One that has ended is stepped on without meaning until all have; it must not throw.</summary>
    /// <param name="actions">Actions, [N].</param>
    /// <param name="observations">Receives the next pictures, [N, C, H, W].</param>
    /// <param name="rewards">Receives the rewards, [N].</param>
    /// <param name="ends">Receives whether the episode is over, terminated or truncated, [N].</param>
    void Step(ReadOnlySpan<long> actions, Span<byte> observations, Span<float> rewards, Span<bool> ends);
}
