namespace Reverie.Environments;

/// <summary>
/// An environment in a process of its own. Steps wait for it rather than compute, and after a failure the next reset begins another process.
/// </summary>
public interface IOwnProcess
{
    /// <summary>What runs there, for people.</summary>
    string Description { get; }
}
