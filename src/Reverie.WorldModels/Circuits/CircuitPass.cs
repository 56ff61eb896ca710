using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>A cell on its way through one sequence: whatever does not depend on its state is done.</summary>
public abstract class CircuitPass
{
    /// <summary>One step.</summary>
    /// <param name="t">Which.</param>
    /// <param name="hidden">[B, S]</param>
    /// <returns>The new state, [B, S].</returns>
    public abstract Tensor Step(long t, Tensor hidden);
}
