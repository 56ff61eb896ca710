namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>Means of numbers since the last line of the log.</summary>
public sealed class IntervalMeans
{
    private readonly SortedDictionary<string, (double Sum, long Count)> _sums = new(StringComparer.Ordinal);

    /// <summary>Counts a number.</summary>
    public void Add(string name, double value)
    {
        var (sum, count) = _sums.GetValueOrDefault(name);
        _sums[name] = (sum + value, count + 1);
    }

    /// <summary>How often a number was counted.</summary>
    public long CountOf(string name) => _sums.GetValueOrDefault(name).Count;

    /// <summary>The mean so far; null without any.</summary>
    public double? Mean(string name) => _sums.TryGetValue(name, out var entry) ? entry.Sum / entry.Count : null;

    /// <summary>All means; what follows counts anew.</summary>
    public Dictionary<string, double> Take()
    {
        var means = _sums.ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Count, StringComparer.Ordinal);
        _sums.Clear();
        return means;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_sums.Count);
        foreach (var (name, (sum, count)) in _sums)
        {
            writer.Write(name);
            writer.Write(sum);
            writer.Write(count);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        _sums.Clear();
        for (int left = reader.ReadInt32(); left > 0; left--)
            _sums[reader.ReadString()] = (reader.ReadDouble(), reader.ReadInt64());
    }
}
