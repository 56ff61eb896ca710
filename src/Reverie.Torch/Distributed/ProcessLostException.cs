namespace Reverie.Torch.Distributed;

/// <summary>A process of a group is gone, so that the others cannot go on either; the message says which and what is known.</summary>
/// <param name="rank">Its rank.</param>
/// <param name="message">One sentence.</param>
/// <param name="cause">What was seen of it, or null.</param>
public sealed class ProcessLostException(int rank, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The rank of the process that was lost.</summary>
    public int Rank { get; } = rank;
}
