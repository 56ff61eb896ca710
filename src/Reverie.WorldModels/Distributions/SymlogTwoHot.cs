using Reverie.Torch;

namespace Reverie.WorldModels.Distributions;

/// <summary>Bins at equal distances in symlog space, as in DreamerV3 of January 2023: the mean is taken there, too.</summary>
/// <param name="count">Number of bins.</param>
/// <param name="device">Where the logits will be.</param>
/// <param name="low">The lowest bin, in symlog space.</param>
/// <param name="high">The highest bin, in symlog space.</param>
public sealed class SymlogTwoHot(long count, Device? device = null, double low = -20, double high = 20)
    : TwoHot(Tensor.Linspace(low, high, count, device: device))
{
    public override Tensor Mean(Tensor logits) => Symlog.Inverse((logits.Softmax(-1) * Bins).Sum([-1], keepDim: true));

    protected override Tensor ToBins(Tensor x) => Symlog.Of(x);
}
