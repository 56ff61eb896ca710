namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>The founding project's bonus of one environment: each caption pays at most once an episode.</summary>
/// <param name="options">What is paid.</param>
internal sealed class CaptionBonus(ShapingOptions options)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Forgets the captions of the last episode.</summary>
    internal void Begin() => _used.Clear();

    /// <param name="caption">What the action does.</param>
    /// <param name="score">How well it fits the advice.</param>
    internal double Pay(string caption, double score)
    {
        bool isAdvised = score > options.Threshold;
        bool isNew = options.UsesUpUnadvised || isAdvised ? _used.Add(caption) : !_used.Contains(caption);
        return isAdvised && (isNew || options.AllowFarming) ? score * options.Modifier : 0;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_used.Count);
        foreach (string caption in _used.Order(StringComparer.Ordinal))
            writer.Write(caption);
    }

    internal void Restore(BinaryReader reader)
    {
        _used.Clear();
        for (int count = reader.ReadInt32(); count > 0; count--)
            _used.Add(reader.ReadString());
    }
}
