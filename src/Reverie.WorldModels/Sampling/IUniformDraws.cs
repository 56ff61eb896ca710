using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>A sampler that can say by which uniform numbers classes are to be chosen, so that an operator can draw inside.</summary>
public interface IUniformDraws
{
    /// <returns>Numbers in [0, 1) of a shape; null where the likeliest class is always taken.</returns>
    Tensor? Uniforms(ReadOnlySpan<long> shape);
}
