using Reverie.Language.Layers;
using Reverie.Torch;

namespace Reverie.Language.Models.Mamba;

/// <summary>Random weights as Gu and Dao choose them: decays 1 to N, time steps spread evenly on a logarithmic scale.</summary>
internal static class MambaInit
{
    private const double SmallestTimeStep = 1e-4;

    /// <summary>log(1), ..., log(N) for every channel, [E, N].</summary>
    public static Tensor Decay(WeightFactory weights, long inner, long size) => weights.IsRandom
        ? Tensor.Arange(1, size + 1, 1, ScalarType.Float32).Log().Unsqueeze(0).Expand(inner, size).Contiguous().To(weights.Type)
        : Tensor.Empty([inner, size], weights.Type);

    /// <summary>Sets the bias so that softplus(bias) is a random time step.</summary>
    public static void TimeStepBias(MambaConfig config, WeightFactory weights, Tensor bias)
    {
        if (!weights.IsRandom)
            return;
        using var noGrad = new NoGrad();
        var step = weights.Uniform(bias.Shape, Math.Log(config.TimeStepMin), Math.Log(config.TimeStepMax)).Float().Exp().Clamp(SmallestTimeStep);
        bias.CopyFrom(step + (-(-step).Expm1()).Log()); // the inverse of softplus
    }
}
