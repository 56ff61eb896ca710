using Reverie.Torch;

namespace Reverie.WorldModels.Distributions;

/// <summary>The symmetric logarithm (Hafner et al., 2023): large values shrink, small ones stay, signs are kept.</summary>
public static class Symlog
{
    /// <summary>sign(x) log(1 + |x|).</summary>
    public static Tensor Of(Tensor x) => x.Sign() * (x.Abs() + 1).Log();

    /// <summary>sign(x) (exp(|x|) - 1).</summary>
    public static Tensor Inverse(Tensor x) => x.Sign() * (x.Abs().Exp() - 1);
}
