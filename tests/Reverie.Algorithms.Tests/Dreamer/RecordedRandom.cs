using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Whole numbers that were recorded, with the bounds they were drawn under.</summary>
internal sealed class RecordedRandom(IEnumerable<(int High, int Value)> draws) : IRandomSource
{
    private readonly Queue<(int High, int Value)> _draws = new(draws);

    /// <summary>Draws that nobody has asked for.</summary>
    public int Left => _draws.Count;

    public int NextInt(int exclusiveMaximum)
    {
        var (high, value) = _draws.Dequeue();
        Assert.Equal(high, exclusiveMaximum);
        return value;
    }

    public double NextDouble() => throw new NotSupportedException();
}
