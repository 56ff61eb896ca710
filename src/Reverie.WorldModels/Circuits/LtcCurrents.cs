using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>Synapses of a liquid cell, arranged for a sequence.</summary>
/// <param name="sigma">[units, 1, sources]</param>
/// <param name="mu">[units, 1, sources]</param>
/// <param name="sums">Conductance times reversal potential, and conductance, [units, sources, 2].</param>
internal sealed class LtcCurrents(Tensor sigma, Tensor mu, Tensor sums)
{
    /// <summary>Adds up what flows to each neuron over all its synapses: one product for both sums.</summary>
    /// <param name="rest">What flows besides, [units, 1 or B, 2].</param>
    /// <param name="potentials">Of the sources, [B, sources].</param>
    /// <returns>Current and conductance, [units, B, 2].</returns>
    public Tensor Add(Tensor rest, Tensor potentials) => rest.AddBatchMatMul(((potentials - mu) * sigma).Sigmoid(), sums);
}
