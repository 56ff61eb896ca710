using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>Synapses of a liquid cell, [sources, units] each.</summary>
/// <param name="Sigma">How steeply they open.</param>
/// <param name="Mu">The potential at which they are half open.</param>
/// <param name="Weight">Their largest conductance.</param>
/// <param name="Reversal">The potential to which they pull: negative ones inhibit.</param>
/// <param name="Mask">1 where there is a synapse, else 0.</param>
internal sealed record LtcSynapses(Tensor Sigma, Tensor Mu, Tensor Weight, Tensor Reversal, Tensor Mask)
{
    /// <summary>Makes them ready for a sequence.</summary>
    /// <param name="positive">Keeps conductances positive.</param>
    public LtcCurrents Prepare(Func<Tensor, Tensor> positive)
    {
        var conductance = positive(Weight) * Mask;
        var sums = Tensor.Stack([conductance * Reversal, conductance], -1).Permute(1, 0, 2); // [units, sources, 2]
        return new LtcCurrents(Sigma.T.Unsqueeze(1), Mu.T.Unsqueeze(1), sums.Contiguous());
    }
}
