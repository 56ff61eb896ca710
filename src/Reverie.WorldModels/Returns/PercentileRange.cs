using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.WorldModels.Returns;

/// <summary>
/// How far returns spread: running means of a low and a high percentile (Hafner et al., 2023). Advantages are divided by their distance, but
/// never magnified, so that one entropy scale suits all rewards.
/// </summary>
/// <param name="decay">How much of the old means stays at each update.</param>
/// <param name="low">The low percentile, in [0, 1].</param>
/// <param name="high">The high percentile, in [0, 1].</param>
/// <param name="largestScale">Advantages are multiplied by this at most: 1 for never magnified.</param>
public sealed class PercentileRange(double decay = 0.99, double low = 0.05, double high = 0.95, double largestScale = 1)
{
    private static readonly Operator QuantileOp = new("aten::quantile");

    /// <summary>The running mean of the low percentile; it starts at 0 and is not corrected for that.</summary>
    public float Low { get; set; }

    /// <summary>The running mean of the high percentile.</summary>
    public float High { get; set; }

    /// <summary>Takes new returns into account.</summary>
    /// <param name="returns">Any shape.</param>
    /// <returns>What to subtract from returns and from values, and what to divide by.</returns>
    public (double Offset, double Scale) Update(Tensor returns)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var quantiles = Aten.Call(
            QuantileOp, returns.Detach().Float().Flatten(), Tensor.From([(float)low, (float)high]).To(returns.Device), Value.None, false, "linear");
        float[] values = quantiles.ToArray<float>();
        Low = (float)((decay * Low) + ((1 - decay) * values[0]));
        High = (float)((decay * High) + ((1 - decay) * values[1]));
        return (Low, Math.Max(1 / largestScale, High - Low));
    }
}
