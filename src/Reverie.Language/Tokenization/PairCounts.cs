using System.Runtime.InteropServices;

namespace Reverie.Language.Tokenization;

/// <summary>How often each pair of neighbouring tokens occurs in a set of words, kept up to date while pairs are merged.</summary>
internal sealed class PairCounts
{
    private readonly List<(int[] Tokens, long Count)> _words;
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];

    // Most frequent first, then the lower ids. Entries go out of date when counts change and are looked up again when they come out.
    private readonly PriorityQueue<(int Left, int Right), (long Rarity, int Left, int Right)> _queue = new();

    public PairCounts(IEnumerable<(int[] Tokens, long Count)> words)
    {
        _words = [.. words];
        for (int word = 0; word < _words.Count; word++)
            Count(word, +1);
        foreach (var (pair, count) in _counts)
            Enqueue(pair, count);
    }

    /// <summary>The pair that is merged next, or null when no pair is left.</summary>
    public (int Left, int Right, long Count)? TakeMostFrequent()
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            long count = _counts.GetValueOrDefault(pair);
            if (count == -priority.Rarity)
                return (pair.Left, pair.Right, count);
            if (count > 0)
                Enqueue(pair, count);
        }
        return null;
    }

    /// <summary>Replaces the pair by a token wherever it occurs, from left to right.</summary>
    public void Merge(int left, int right, int union)
    {
        if (!_places.Remove((left, right), out var places))
            return;
        var touched = new HashSet<(int Left, int Right)>();
        foreach (int word in places.Order())
        {
            Count(word, -1);
            _words[word] = (Merged(_words[word].Tokens, left, right, union), _words[word].Count);
            Count(word, +1, touched);
        }
        _counts.Remove((left, right));
        foreach (var pair in touched)
            Enqueue(pair, _counts[pair]);
    }

    private void Enqueue((int Left, int Right) pair, long count) => _queue.Enqueue(pair, (-count, pair.Left, pair.Right));

    private void Count(int word, int sign, HashSet<(int Left, int Right)>? touched = null)
    {
        var (tokens, count) = _words[word];
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            var pair = (tokens[i], tokens[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            if (sign < 0)
                continue;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
            (places ??= []).Add(word);
            touched?.Add(pair);
        }
    }

    private static int[] Merged(int[] tokens, int left, int right, int union)
    {
        var merged = new List<int>(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (i + 1 < tokens.Length && tokens[i] == left && tokens[i + 1] == right)
            {
                merged.Add(union);
                i++;
            }
            else
            {
                merged.Add(tokens[i]);
            }
        }
        return [.. merged];
    }
}
