using Reverie.Environments.Seeding;

namespace Reverie.Environments.Spaces;

/// <summary>The integers 0..Count-1.</summary>
public sealed class Discrete : Space<int>
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public Discrete(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
    }

    public int Count { get; }

    public override bool Contains(int value) => (uint)value < (uint)Count;

    public override int Sample(Pcg64 random) => random.Integers(0, Count);

    public override string ToString() => $"Discrete({Count})";
}
