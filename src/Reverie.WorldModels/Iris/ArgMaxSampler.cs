using Reverie.Torch;

namespace Reverie.WorldModels.Iris;

/// <summary>Always takes the likeliest class.</summary>
public sealed class ArgMaxSampler : ITokenSampler
{
    public Tensor Sample(Tensor logits) => logits.Detach().ArgMax(-1);
}
