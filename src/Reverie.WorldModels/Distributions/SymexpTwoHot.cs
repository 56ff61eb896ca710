using Reverie.Torch;

namespace Reverie.WorldModels.Distributions;

/// <summary>
/// Bins at the symexp of equal distances, as in DreamerV3 of 2024: numbers are compared with them as they are, and the mean is theirs. It sums
/// outwards from the middle in pairs, so that equal probabilities give exactly 0.
/// </summary>
/// <param name="count">Number of bins.</param>
/// <param name="device">Where the logits will be.</param>
/// <param name="range">The outermost bins, in symlog space.</param>
public sealed class SymexpTwoHot(long count, Device? device = null, double range = 20) : TwoHot(Place(count, range, device))
{
    public override Tensor Mean(Tensor logits)
    {
        var weighted = logits.Softmax(-1) * Bins;
        long half = Bins.NumElements / 2;
        var pairs = weighted.Narrow(-1, 0, half).Flip(-1) + weighted.Narrow(-1, Bins.NumElements - half, half);
        return pairs.Sum([-1], keepDim: true) + weighted.Narrow(-1, half, Bins.NumElements % 2).Sum([-1], keepDim: true);
    }

    protected override Tensor ToBins(Tensor x) => x;

    private static Tensor Place(long count, double range, Device? device)
    {
        using var scope = new TensorScope();
        var lower = Symlog.Inverse(Tensor.Linspace(-range, count % 2 == 1 ? 0 : -range / (count - 1), (count + 1) / 2, device: device));
        return scope.Keep(Tensor.Cat([lower, -lower.Narrow(0, 0, count / 2).Flip(0)]));
    }
}
