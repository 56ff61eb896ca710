using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>Chooses a class from logits.</summary>
public interface ITokenSampler
{
    /// <param name="logits">[..., classes]</param>
    /// <returns>Integers [...].</returns>
    Tensor Sample(Tensor logits);
}
