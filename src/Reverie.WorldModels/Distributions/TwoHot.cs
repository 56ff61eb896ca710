using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.WorldModels.Distributions;

/// <summary>
/// Real numbers as a distribution over bins (Hafner et al., 2023): a number lies between two bins, and its target is their mixture whose mean
/// it is. Regression becomes classification, whose gradient does not grow with the number.
/// </summary>
/// <param name="bins">Values of the bins, ascending; in the space in which numbers are compared with them.</param>
public abstract class TwoHot(Tensor bins) : IDisposable
{
    private static readonly Operator BucketizeOp = new("aten::bucketize", "Tensor");

    /// <summary>Values of the bins, [K].</summary>
    public Tensor Bins { get; } = bins.KeepAlive();

    /// <summary>Bins of a kind.</summary>
    /// <param name="kind">Where they lie.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where the logits will be.</param>
    public static TwoHot Create(TwoHotKind kind, long count, Device? device = null) =>
        kind == TwoHotKind.Symexp ? new SymexpTwoHot(count, device) : new SymlogTwoHot(count, device);

    /// <summary>The expected number.</summary>
    /// <param name="logits">[..., K]</param>
    /// <returns>[..., 1]</returns>
    public abstract Tensor Mean(Tensor logits);

    /// <summary>How likely numbers are: minus the cross-entropy with their two-hot targets.</summary>
    /// <param name="logits">[..., K]</param>
    /// <param name="x">The numbers themselves, [..., 1]; no gradient goes to them.</param>
    /// <returns>[...]</returns>
    public Tensor LogProb(Tensor logits, Tensor x)
    {
        var (below, above, weight) = Locate(x);
        var logProbabilities = logits.LogSoftmax(-1);
        var mixed = (logProbabilities.Gather(-1, below) * (1 - weight)) + (logProbabilities.Gather(-1, above) * weight); // [..., 1]
        return mixed.Squeeze(-1);
    }

    /// <summary>The targets in full.</summary>
    /// <param name="x">[..., 1]</param>
    /// <returns>Probabilities [..., K], at most two of which are not 0.</returns>
    public Tensor Encode(Tensor x)
    {
        var (below, above, weight) = Locate(x);
        var none = Tensor.Zeros([.. x.Shape[..^1], Bins.NumElements], device: x.Device);
        return none.ScatterAdd(-1, below, 1 - weight).ScatterAdd(-1, above, weight);
    }

    public void Dispose()
    {
        Bins.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A number as it is compared with the bins.</summary>
    protected abstract Tensor ToBins(Tensor x);

    /// <summary>The two bins around each number, and how much of it belongs to the upper one: the nearer, the more.</summary>
    private (Tensor Below, Tensor Above, Tensor Weight) Locate(Tensor x)
    {
        using var noGrad = new NoGrad();
        var value = ToBins(x.Detach());
        long last = Bins.NumElements - 1;
        var count = Aten.Call(BucketizeOp, value, Bins, false, true); // bins that are not above the number
        var below = (count - 1).Clamp(0, last).Long();
        var above = count.Clamp(0, last).Long();
        var toBelow = (Bins.Index(below) - value).Abs();
        var toAbove = (Bins.Index(above) - value).Abs();
        var same = below.Eq(above);
        // Outside of the bins both are one bin, and any weights will do whose sum is 1.
        var weight = Tensor.Where(same, Tensor.Full([], 0.5, device: x.Device), toBelow / (toBelow + toAbove));
        return (below, above, weight);
    }
}
