using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Losses;

/// <summary>The losses of proximal policy optimisation (Schulman et al., 2017), all over one minibatch [B].</summary>
public static class PpoLosses
{
    private const double SmallDeviation = 1e-8;

    /// <summary>Mean 0 and deviation 1 (that of a sample, n - 1) over the minibatch.</summary>
    public static Tensor Normalise(Tensor advantages) => (advantages - advantages.Mean()) / (advantages.Std() + SmallDeviation);

    /// <summary>-mean(min(r A, clip(r, 1 - ε, 1 + ε) A)).</summary>
    /// <param name="ratio">Probability now over probability when acting, [B].</param>
    /// <param name="advantages">[B]</param>
    /// <param name="clip">ε.</param>
    public static Tensor Policy(Tensor ratio, Tensor advantages, double clip) =>
        -(ratio * advantages).Minimum(ratio.Clamp(1 - clip, 1 + clip) * advantages).Mean();

    /// <param name="values">What the critic says now, [B].</param>
    /// <param name="oldValues">What it said when acting, [B].</param>
    /// <param name="returns">[B]</param>
    /// <param name="kind">Which loss.</param>
    /// <param name="clip">How far a value counts as moved.</param>
    public static Tensor Value(Tensor values, Tensor oldValues, Tensor returns, ValueLossKind kind, double clip)
    {
        if (kind is ValueLossKind.Plain or ValueLossKind.PlainHalf)
            return (values - returns).Square().Mean() * (kind == ValueLossKind.Plain ? 1 : 0.5);
        var clipped = (oldValues + (values - oldValues).Clamp(-clip, clip) - returns).Square();
        return kind == ValueLossKind.ClippedOnly ? clipped.Mean() : clipped.Maximum((values - returns).Square()).Mean() * 0.5;
    }

    /// <summary>mean((r - 1) - log r): never negative, and exact to second order.</summary>
    public static Tensor ApproximateKl(Tensor ratio, Tensor logRatio) => (ratio - 1 - logRatio).Mean();

    /// <summary>The share of the minibatch whose ratio was clipped.</summary>
    public static Tensor ClipFraction(Tensor ratio, double clip) => (ratio - 1).Abs().Gt(clip).Float().Mean();
}
