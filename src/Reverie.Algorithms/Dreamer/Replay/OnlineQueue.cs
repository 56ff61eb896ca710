namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Sequences that have just become whole, one behind the other without overlap, waiting to be learned from once.</summary>
/// <param name="rings">Where their rows are.</param>
/// <param name="length">Rows of a sequence.</param>
internal sealed class OnlineQueue(IReadOnlyList<ReplayRing> rings, int length)
{
    private readonly Queue<(int Environment, long First)> _waiting = new();
    private readonly long[] _next = new long[rings.Count]; // the first row, counted from the run's start, that is in no sequence yet

    /// <summary>The oldest that waits and is still there, as environment and number of a sequence; null: none.</summary>
    public (int Environment, int Start)? Take()
    {
        for (int i = 0; i < rings.Count; i++)
        {
            for (; _next[i] + length <= rings[i].Added; _next[i] += length)
                _waiting.Enqueue((i, _next[i]));
        }
        while (_waiting.TryDequeue(out var next))
        {
            var ring = rings[next.Environment];
            if (next.First >= ring.Added - ring.Count)
                return (next.Environment, ring.NumberOf(next.First % ring.Capacity, length));
        }
        return null;
    }

    public void Save(BinaryWriter writer)
    {
        foreach (long next in _next)
            writer.Write(next);
        writer.Write(_waiting.Count);
        foreach (var (environment, first) in _waiting)
        {
            writer.Write(environment);
            writer.Write(first);
        }
    }

    public void Restore(BinaryReader reader)
    {
        for (int i = 0; i < _next.Length; i++)
            _next[i] = reader.ReadInt64();
        _waiting.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
            _waiting.Enqueue((reader.ReadInt32(), reader.ReadInt64()));
    }
}
