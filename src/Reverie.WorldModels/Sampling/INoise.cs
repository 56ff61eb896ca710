using Reverie.Torch;

namespace Reverie.WorldModels.Sampling;

/// <summary>Draws standard normal numbers.</summary>
public interface INoise
{
    Tensor Normal(ReadOnlySpan<long> shape);
}
