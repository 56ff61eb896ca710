using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Comparison;

/// <summary>The indices of the recorded bootstraps: a hash of the number's place in its stream.</summary>
internal sealed class FormulaStream(uint stream) : IRandomSource
{
    private uint _count;

    public int NextInt(int exclusiveMaximum)
    {
        unchecked
        {
            uint h = (_count++ * 2654435761u) + (stream * 40503u) + 1u;
            h = (h ^ (h >> 16)) * 2246822519u;
            h = (h ^ (h >> 13)) * 3266489917u;
            return (int)((h ^ (h >> 16)) % (uint)exclusiveMaximum);
        }
    }

    public double NextDouble() => throw new NotSupportedException("The recorded streams hold indices only.");
}
