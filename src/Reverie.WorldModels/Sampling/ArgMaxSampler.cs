using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>Always takes the likeliest class.</summary>
public sealed class ArgMaxSampler : ITokenSampler
{
    public Tensor Sample(Tensor logits) => logits.Detach().ArgMax(-1);
}
