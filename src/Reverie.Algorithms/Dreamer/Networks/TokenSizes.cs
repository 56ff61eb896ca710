using Reverie.Torch;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>How words go in.</summary>
/// <param name="Size">Numbers of a word in a table that learns; 0: one-hot.</param>
/// <param name="Table">A table [V, E] from elsewhere; null: none.</param>
/// <param name="IsFrozen">Whether that table stays as it is.</param>
public sealed record TokenSizes(long Size = 0, Tensor? Table = null, bool IsFrozen = true)
{
    internal TokenInput Build(long words, Generator? generator) => Table is null ? new(words, Size, generator) : new(Table, IsFrozen);
}
