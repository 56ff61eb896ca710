using Reverie.Torch;
using Reverie.Torch.Distributed;

namespace Reverie.WorldModels.Returns;

/// <summary>
/// How large advantages are: the root of a running mean of their squares, corrected for its start at 0 as Adam's is. Divided by it, one entropy
/// weight suits dense and sparse rewards; unlike <see cref="PercentileRange"/> it magnifies too, and unlike the spread of a batch it does not make
/// a signal out of a batch without any.
/// </summary>
/// <param name="decay">How much of the old mean stays at each update.</param>
public sealed class RunningScale(double decay = 0.99)
{
    private const double Smallest = 1e-8;

    private double _meanSquare;
    private double _weight;

    /// <summary>Takes new advantages into account.</summary>
    /// <param name="advantages">Any shape.</param>
    /// <param name="processes">Those that have as many advantages each; null: there are no others.</param>
    /// <returns>What to divide them by.</returns>
    public double Update(Tensor advantages, IProcessGroup? processes = null)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var detached = advantages.Detach().Float();
        Span<double> mean = [(detached * detached).Mean().Item()];
        processes?.Sum(mean);
        _meanSquare = (decay * _meanSquare) + ((1 - decay) * mean[0] / (processes?.Size ?? 1));
        _weight = (decay * _weight) + (1 - decay);
        return Math.Max(Smallest, Math.Sqrt(_meanSquare / _weight));
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_meanSquare);
        writer.Write(_weight);
    }

    public void Restore(BinaryReader reader)
    {
        _meanSquare = reader.ReadDouble();
        _weight = reader.ReadDouble();
    }
}
