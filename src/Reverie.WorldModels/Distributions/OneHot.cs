using Reverie.Torch;
using Reverie.Torch.Native;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Distributions;

/// <summary>Categorical variables as one-hot vectors; the last axis holds the classes.</summary>
public static class OneHot
{
    private const double SmallestProbability = 1.1920928955078125e-07; // the distance from 1 to the next float

    private static readonly Operator ScatterValueOp = new("aten::scatter", "value");

    /// <summary>Mixes a little of the uniform distribution in, so that no class can die out and no divergence is infinite.</summary>
    /// <param name="logits">[..., D]</param>
    /// <param name="share">How much; 0: none.</param>
    /// <returns>Logits of the mixture, normalised; where the share is 0, as they were.</returns>
    public static Tensor Unimix(Tensor logits, double share)
    {
        if (share == 0)
            return logits;
        var mixed = (logits.Softmax(-1) * (1 - share)) + (share / logits.Size(-1));
        return mixed.Clamp(SmallestProbability, 1 - SmallestProbability).Log();
    }

    /// <summary>Draws; the value is one-hot, its gradient that of the probabilities.</summary>
    /// <param name="logits">[..., D]</param>
    /// <param name="sampler">Draws the classes.</param>
    public static Tensor StraightThrough(Tensor logits, ITokenSampler sampler)
    {
        var drawn = Draw(logits, sampler);
        if (!GradMode.IsEnabled || !logits.RequiresGrad)
            return drawn;
        var probabilities = logits.Softmax(-1);
        return drawn + (probabilities - probabilities.Detach());
    }

    /// <summary>Draws; no gradient flows.</summary>
    /// <param name="logits">[..., D]</param>
    /// <param name="sampler">Draws the classes.</param>
    public static Tensor Draw(Tensor logits, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        return F.IsFusable(logits) && sampler is IUniformDraws draws
            ? F.OneHotDraw(logits, draws.Uniforms(logits.Shape[..^1]))
            : From(sampler.Sample(logits), logits);
    }

    /// <summary>Draws from logits before <see cref="Unimix"/>; no gradient flows.</summary>
    /// <param name="logits">[..., D]</param>
    /// <param name="share">How much of the uniform distribution is mixed in.</param>
    /// <param name="sampler">Draws the classes.</param>
    public static Tensor DrawMixed(Tensor logits, double share, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        return F.IsFusable(logits) && sampler is IUniformDraws draws
            ? F.OneHotDraw(logits, draws.Uniforms(logits.Shape[..^1]), share)
            : Draw(Unimix(logits, share), sampler);
    }

    /// <summary>The likeliest class; no gradient flows.</summary>
    /// <param name="logits">[..., D]</param>
    public static Tensor Mode(Tensor logits)
    {
        using var noGrad = new NoGrad();
        return From(logits.ArgMax(-1), logits);
    }

    /// <summary>log p(value).</summary>
    /// <param name="logits">[..., D]</param>
    /// <param name="value">One-hot, [..., D].</param>
    /// <returns>[...]</returns>
    public static Tensor LogProb(Tensor logits, Tensor value) => (logits.LogSoftmax(-1) * value).Sum([-1]);

    /// <param name="logits">[..., D]</param>
    /// <returns>[...]</returns>
    public static Tensor Entropy(Tensor logits)
    {
        var logProbabilities = logits.LogSoftmax(-1);
        return -(logProbabilities.Exp() * logProbabilities).Sum([-1]);
    }

    /// <summary>The Kullback-Leibler divergence from <paramref name="q"/> to <paramref name="p"/>, KL(p || q).</summary>
    /// <param name="p">Logits, [..., D].</param>
    /// <param name="q">Logits, [..., D].</param>
    /// <returns>[...]</returns>
    public static Tensor Divergence(Tensor p, Tensor q)
    {
        var logP = p.LogSoftmax(-1);
        return (logP.Exp() * (logP - q.LogSoftmax(-1))).Sum([-1]);
    }

    private static Tensor From(Tensor classes, Tensor like) => Aten.Call(ScatterValueOp, Tensor.ZerosLike(like), -1, classes.Unsqueeze(-1), 1.0);
}
