namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>What is true of a step.</summary>
[Flags]
public enum RowFlags : byte
{
    None = 0,

    /// <summary>The task ended here.</summary>
    Terminated = 1,

    /// <summary>The episode was cut off here.</summary>
    Truncated = 2,

    /// <summary>An episode starts here.</summary>
    IsFirst = 4,

    /// <summary>The row holds the latent state that was there.</summary>
    HasState = 8,
}
