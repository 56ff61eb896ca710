using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Data;

/// <summary>Answers with recorded draws, checking that each is asked for within the recorded bounds.</summary>
internal sealed class ScriptedDraws(IEnumerable<(int Bound, int Value)> draws) : IRandomSource
{
    private readonly Queue<(int Bound, int Value)> _draws = new(draws);

    public bool IsExhausted => _draws.Count == 0;

    public int NextInt(int exclusiveMaximum)
    {
        var (bound, value) = _draws.Dequeue();
        Assert.Equal(bound, exclusiveMaximum);
        return value;
    }

    public double NextDouble() => throw new InvalidOperationException("no real number was drawn in the recording");
}
