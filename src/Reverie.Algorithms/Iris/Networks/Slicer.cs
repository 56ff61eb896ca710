namespace Reverie.Algorithms.Iris.Networks;

/// <summary>The positions of one kind of token in a sequence of equal blocks.</summary>
public sealed class Slicer
{
    private readonly bool[] _blockMask;

    /// <param name="maxBlocks">Blocks in the longest sequence; nothing is found beyond it.</param>
    /// <param name="blockMask">Which positions of a block are meant.</param>
    public Slicer(int maxBlocks, ReadOnlySpan<bool> blockMask)
    {
        _blockMask = blockMask.ToArray();
        Indices = [.. Enumerable.Range(0, maxBlocks * blockMask.Length).Where(IsMeant).Select(i => (long)i)];
        MaxTokens = (long)maxBlocks * blockMask.Length;
    }

    /// <summary>All positions, over all blocks.</summary>
    public IReadOnlyList<long> Indices { get; }

    private long MaxTokens { get; }

    /// <summary>Only the last position of a block: its action.</summary>
    public static Slicer Actions(int maxBlocks, int blockSize) => ByPosition(maxBlocks, blockSize, i => i == blockSize - 1);

    /// <summary>All positions of a block but the last: its observation.</summary>
    public static Slicer Observations(int maxBlocks, int blockSize) => ByPosition(maxBlocks, blockSize, i => i != blockSize - 1);

    /// <summary>
    /// Where the next token belongs to an observation: all positions but the last token of an observation, which an action follows.
    /// </summary>
    public static Slicer BeforeObservations(int maxBlocks, int blockSize) => ByPosition(maxBlocks, blockSize, i => i != blockSize - 2);

    /// <summary>The positions among tokens [previous, previous + steps), counted from the first of these.</summary>
    public long[] Slice(long steps, long previous)
    {
        var found = new List<long>();
        long end = Math.Min(previous + steps, MaxTokens);
        for (long i = previous; i < end; i++)
        {
            if (IsMeant(i))
                found.Add(i - previous);
        }
        return [.. found];
    }

    private static Slicer ByPosition(int maxBlocks, int blockSize, Func<int, bool> isMeant) =>
        new(maxBlocks, Enumerable.Range(0, blockSize).Select(isMeant).ToArray());

    private bool IsMeant(int position) => IsMeant((long)position);

    private bool IsMeant(long position) => _blockMask[position % _blockMask.Length];
}
