using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>
/// Draws from softmax(logits): the class whose exponential clock of rate exp(logit) rings first. It needs no normalisation
/// and no sums.
/// </summary>
public sealed class CategoricalSampler(Generator generator) : ITokenSampler, IUniformDraws
{
    public Tensor? Uniforms(ReadOnlySpan<long> shape) => Tensor.Rand(shape, generator);

    public Tensor Sample(Tensor logits)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var clocks = Tensor.EmptyLike(logits).ExponentialInPlace(1, generator).Log();
        return scope.Keep((logits - clocks).ArgMax(-1));
    }
}
