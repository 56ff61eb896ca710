using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Makes features of what is seen.</summary>
internal abstract class Encoder : Module
{
    /// <summary>Numbers that it makes of a step.</summary>
    internal abstract int Width { get; }

    /// <returns>[B, width], behind an activation.</returns>
    internal abstract Tensor Forward(PpoInputs inputs);
}
