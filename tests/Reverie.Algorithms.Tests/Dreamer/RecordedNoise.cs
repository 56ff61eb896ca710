using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Normal numbers that were recorded, one draw after the other.</summary>
internal sealed class RecordedNoise(IReadOnlyList<Tensor> draws) : INoise
{
    private int _next;

    public Tensor Normal(ReadOnlySpan<long> shape) => draws[_next++].Reshape(shape);
}
