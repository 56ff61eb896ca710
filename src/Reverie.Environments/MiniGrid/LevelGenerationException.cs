namespace Reverie.Environments.MiniGrid;

/// <summary>A level could not be laid out: no place was left for an object, or no way to connect the rooms.</summary>
/// <param name="message">What could not be done.</param>
/// <param name="reason">The short reason that MiniGrid gives, by which logs can be compared.</param>
/// <param name="cause">What was thrown on the way, if something was.</param>
public sealed class LevelGenerationException(string message, string reason, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>MiniGrid's own words, for example "rejection sampling failed in place_obj".</summary>
    public string Reason { get; } = reason;
}
