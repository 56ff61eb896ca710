using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>Standard normal numbers from a seeded generator.</summary>
public sealed class NormalNoise(Generator generator, Device device) : INoise
{
    public Tensor Normal(ReadOnlySpan<long> shape) => Tensor.Randn(shape, generator, device: device);
}
