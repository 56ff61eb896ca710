using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Independent normal variables, or their tanh; what is drawn is scaled down to the largest magnitude an action may have.</summary>
/// <param name="mean">[..., A]</param>
/// <param name="std">[..., A]</param>
/// <param name="clip">The largest magnitude; 0: any.</param>
/// <param name="squashes">Whether actions are the tanh of what is drawn.</param>
public sealed class NumberDistribution(Tensor mean, Tensor std, double clip, bool squashes) : ActionDistribution
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double TanhMeanScale = 5;

    /// <summary>[..., A]</summary>
    public Tensor Mean => mean;

    /// <summary>[..., A]</summary>
    public Tensor Std => std;

    public override Tensor Sample(ITokenSampler sampler, INoise noise) => Clip(Squash(mean + (std * noise.Normal(mean.Shape))));

    public override Tensor Mode() => Clip(Squash(mean));

    public override Tensor LogProb(Tensor action)
    {
        var x = squashes ? action.Clamp(-0.999999, 0.999999).Atanh() : action;
        var each = -(((x - mean) / std).Square() * 0.5) - std.Log() - HalfLogTwoPi;
        // The tanh's derivative, 1 - tanh(x)², in a form that does not underflow.
        if (squashes)
            each -= ((-x) - F.Softplus(x * -2) + Math.Log(2)) * 2;
        return each.Sum([-1]);
    }

    public override Tensor? Entropy() => squashes ? null : (std.Log() + 0.5 + HalfLogTwoPi).Sum([-1]);

    internal static NumberDistribution Of(ActorSizes sizes, Tensor mean, Tensor std) => sizes.Distribution switch
    {
        ActionDistributionKind.Normal => new(mean, std, sizes.ActionClip, squashes: false),
        ActionDistributionKind.TanhNormal => new(
            (mean / TanhMeanScale).Tanh() * TanhMeanScale, F.Softplus(std + sizes.InitStd) + sizes.MinStd, sizes.ActionClip, squashes: true),
        _ => new(
            mean.Tanh(), ((std + sizes.InitStd).Sigmoid() * (sizes.MaxStd - sizes.MinStd)) + sizes.MinStd, sizes.ActionClip, squashes: false),
    };

    private Tensor Squash(Tensor x) => squashes ? x.Tanh() : x;

    private Tensor Clip(Tensor x) => clip > 0 ? x * (x.Detach().Abs().Clamp(min: clip).Pow(-1) * clip) : x;
}
