namespace Reverie.Torch.Distributed;

/// <summary>
/// Processes that work together, as rank 0 to size - 1. Each operation is one that all of them call, in the same order and with as much;
/// it ends when all have called it, and leaves the same bits everywhere.
/// </summary>
/// <remarks>Any other transport, such as c10d with NCCL, can stand behind it.</remarks>
public interface IProcessGroup : IDisposable
{
    /// <summary>Which of them this is. Rank 0 leads.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>Adds up the numbers of all processes, in the order of their ranks.</summary>
    /// <param name="values">Single precision, contiguous, on any device; overwritten by the sum.</param>
    /// <exception cref="ProcessLostException">A process is gone.</exception>
    void Sum(Tensor values);

    /// <summary>Adds up the numbers of all processes, in the order of their ranks.</summary>
    /// <param name="values">Overwritten by the sum.</param>
    /// <exception cref="ProcessLostException">A process is gone.</exception>
    void Sum(Span<double> values);

    /// <summary>Gives everybody what each has.</summary>
    /// <param name="own">What this process has; as many bytes as it likes.</param>
    /// <returns>What all have, by rank.</returns>
    /// <exception cref="ProcessLostException">A process is gone.</exception>
    byte[][] Exchange(ReadOnlySpan<byte> own);

    /// <summary>Gives everybody what the leader has.</summary>
    /// <param name="bytes">The leader's; what others give does not count.</param>
    /// <exception cref="ProcessLostException">A process is gone.</exception>
    byte[] Share(ReadOnlySpan<byte> bytes);

    /// <summary>Watches over a sign that any process may give, and that all see behind the same exchange.</summary>
    /// <param name="wanted">Whether this process gives it; asked in every exchange.</param>
    /// <param name="seen">Told, on the thread of the exchange, once somebody has given it.</param>
    void Watch(Func<bool> wanted, Action seen);

    /// <summary>Tells the others why this process leaves before its time.</summary>
    /// <param name="reason">One sentence.</param>
    void Leave(string reason);
}
