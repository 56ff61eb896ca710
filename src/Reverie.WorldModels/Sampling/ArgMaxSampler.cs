using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>Always takes the likeliest class.</summary>
public sealed class ArgMaxSampler : ITokenSampler, IUniformDraws
{
    public Tensor? Uniforms(ReadOnlySpan<long> shape) => null;

    public Tensor Sample(Tensor logits) => logits.Detach().ArgMax(-1);
}
