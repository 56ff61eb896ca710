using System.Buffers;

namespace Reverie.Language.Tokenization;

/// <summary>The merges of a byte-pair encoding, and their application to one word.</summary>
internal sealed class BpeMerges
{
    private const int None = int.MaxValue;

    // Up to this length, scanning for the lowest rank each time is faster than keeping a heap.
    private const int MaxScanned = 96;

    private readonly Dictionary<long, int> _ranks;
    private readonly int[] _merged;

    /// <param name="merges">Left token, right token and their union, in order of rank.</param>
    public BpeMerges(IReadOnlyList<(int Left, int Right, int Merged)> merges)
    {
        _ranks = new Dictionary<long, int>(merges.Count);
        _merged = new int[merges.Count];
        for (int rank = 0; rank < merges.Count; rank++)
        {
            _ranks[Key(merges[rank].Left, merges[rank].Right)] = rank;
            _merged[rank] = merges[rank].Merged;
        }
    }

    /// <summary>Merges the pair of lowest rank, the leftmost first, until no merge applies.</summary>
    /// <param name="tokens">The word's tokens; overwritten with the result.</param>
    /// <returns>How many tokens remain.</returns>
    public int Apply(Span<int> tokens) => tokens.Length <= MaxScanned ? ApplyScanning(tokens) : ApplyWithHeap(tokens);

    internal int ApplyScanning(Span<int> tokens)
    {
        int count = tokens.Length;
        Span<int> ranks = stackalloc int[count]; // ranks[i]: of the pair (i, i + 1)
        for (int i = 0; i < count - 1; i++)
            ranks[i] = Rank(tokens[i], tokens[i + 1]);
        while (count > 1)
        {
            int best = IndexOfMin(ranks[..(count - 1)]);
            if (ranks[best] == None)
                break;
            tokens[best] = _merged[ranks[best]];
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            count--;
            if (best > 0)
                ranks[best - 1] = Rank(tokens[best - 1], tokens[best]);
            if (best < count - 1)
                ranks[best] = Rank(tokens[best], tokens[best + 1]);
        }
        return count;
    }

    internal int ApplyWithHeap(Span<int> tokens)
    {
        int count = tokens.Length;
        int[] links = ArrayPool<int>.Shared.Rent(3 * count);
        var next = links.AsSpan(0, count);
        var previous = links.AsSpan(count, count);
        var ranks = links.AsSpan(2 * count, count);
        var heap = new PriorityQueue<int, long>(count);
        for (int i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            ranks[i] = i + 1 < count ? Rank(tokens[i], tokens[i + 1]) : None;
            Enqueue(heap, ranks[i], i);
        }
        while (heap.TryDequeue(out int left, out long priority))
        {
            // An entry whose rank is no longer that of its position is out of date.
            int rank = (int)(priority >> 32);
            if (ranks[left] != rank)
                continue;
            int right = next[left];
            int after = next[right];
            tokens[left] = _merged[rank];
            ranks[right] = None;
            next[left] = after;
            ranks[left] = None;
            if (after < count)
            {
                previous[after] = left;
                ranks[left] = Rank(tokens[left], tokens[after]);
                Enqueue(heap, ranks[left], left);
            }
            if (previous[left] is >= 0 and var before)
            {
                ranks[before] = Rank(tokens[before], tokens[left]);
                Enqueue(heap, ranks[before], before);
            }
        }
        int kept = 0;
        for (int i = 0; i < count; i = next[i])
            tokens[kept++] = tokens[i];
        ArrayPool<int>.Shared.Return(links);
        return kept;
    }

    private static void Enqueue(PriorityQueue<int, long> heap, int rank, int position)
    {
        if (rank != None)
            heap.Enqueue(position, ((long)rank << 32) | (uint)position);
    }

    private static int IndexOfMin(ReadOnlySpan<int> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] < values[best])
                best = i;
        }
        return best;
    }

    private int Rank(int left, int right) => _ranks.TryGetValue(Key(left, right), out int rank) ? rank : None;

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
