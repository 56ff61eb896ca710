using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Native;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>
/// How DreamerV3's weights begin: those of linear maps as truncated normal numbers, those of convolutions as normal ones (as SheepRL draws
/// them), the last maps uniform, and those of reward and value at zero, so that nothing is expected of what was never seen.
/// </summary>
public static class HafnerInit
{
    /// <summary>The standard deviation of a normal variable that is cut off at two of its own.</summary>
    private const double TruncatedStd = 0.87962566103423978;

    private const double Cut = 2;

    private static readonly Operator ErfinvOp = new("aten::erfinv");

    /// <summary>Sets all weights but those of language models and their words, which begin as they are.</summary>
    /// <param name="model">All networks.</param>
    /// <param name="setsOutputs">Whether the last maps begin in a way of their own.</param>
    /// <param name="generator">Draws.</param>
    public static void Apply(DreamerModel model, bool setsOutputs, Generator? generator)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var spared = model.NamedModules().Select(part => part.Module).Where(part => part is LanguageCore or TokenInput { IsGiven: true })
            .SelectMany(part => part.Parameters()).ToHashSet();
        foreach (var weight in model.Parameters().Where(weight => !spared.Contains(weight)))
        {
            if (weight.Dim > 1)
                weight.CopyFrom(Draw(weight.Shape, generator));
        }
        foreach (var (name, bias) in model.NamedParameters())
        {
            if (bias.Dim == 1 && name.EndsWith(".bias", StringComparison.Ordinal) && !spared.Contains(bias))
                bias.ZeroInPlace();
        }
        if (setsOutputs)
        {
            var world = model.WorldModel;
            Linear[] uniform = [world.Rssm.PriorOutput, world.Rssm.PosteriorOutput, world.Outputs.Continue, .. world.Decoder.VectorOutputs, .. model.Actor.Outputs];
            foreach (var map in uniform)
                map.Weight.UniformInPlace(-Limit(map.Weight.Shape), Limit(map.Weight.Shape), generator);
            world.Outputs.Reward.Weight.ZeroInPlace();
            model.Critic.Output!.Weight.ZeroInPlace();
        }
        model.UpdateTarget(1);
    }

    private static Tensor Draw(ReadOnlySpan<long> shape, Generator? generator)
    {
        double std = Math.Sqrt(1 / Fan(shape)) / TruncatedStd;
        if (shape.Length > 3)
            return Tensor.Randn(shape, generator) * std;
        // Uniform between the cuts' probabilities, through the inverse of the normal law.
        var uniform = Tensor.Empty(shape).UniformInPlace(-Inside, Inside, generator);
        return (Aten.Call(ErfinvOp, uniform) * (Math.Sqrt(2) * std)).Clamp(-Cut * std, Cut * std);
    }

    /// <summary>erf(2 / √2): the probability of lying between the cuts.</summary>
    private const double Inside = 0.95449973610364159;

    private static double Limit(ReadOnlySpan<long> shape) => Math.Sqrt(3 / Fan(shape));

    /// <summary>The mean of inputs and outputs.</summary>
    private static double Fan(ReadOnlySpan<long> shape)
    {
        double pixels = 1;
        // A third axis alone holds independent blocks, each with inputs and outputs of its own.
        foreach (long size in shape.Length > 3 ? shape[2..] : [])
            pixels *= size;
        return (shape[0] + shape[1]) * pixels / 2;
    }
}
