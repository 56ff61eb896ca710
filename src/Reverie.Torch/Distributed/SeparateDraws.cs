namespace Reverie.Torch.Distributed;

/// <summary>
/// A stretch in which each process draws numbers of its own from the default generators, as dropout does on different rows of a batch. Before
/// and behind it the generators are alike in all processes.
/// </summary>
public sealed class SeparateDraws : IDisposable
{
    /// <summary>Spreads the seeds of the ranks: 2^64 divided by the golden ratio.</summary>
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly ulong _after;

    private SeparateDraws(ulong own, ulong after)
    {
        TorchRuntime.ManualSeed(own);
        _after = after;
    }

    /// <summary>Begins; a process alone goes on drawing as it did.</summary>
    /// <param name="processes">Who draws.</param>
    /// <param name="device">Whose default generator says how everything goes on; a checkpoint holds that one.</param>
    public static SeparateDraws? Begin(IProcessGroup processes, Device device)
    {
        if (processes.Size == 1)
            return null;
        using var scope = new TensorScope();
        long[] drawn = Tensor.Randint(0, long.MaxValue, [2], device: device).ToArray<long>();
        return new(unchecked((ulong)drawn[0] + ((ulong)(processes.Rank + 1) * Spread)), (ulong)drawn[1]);
    }

    public void Dispose() => TorchRuntime.ManualSeed(_after);
}
