using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>w x / sqrt(mean(x²) + ε) over the last dimension (Zhang and Sennrich, 2019).</summary>
public sealed class RmsNorm : Layer
{
    private readonly double _eps;
    private readonly Tensor _weight;

    /// <param name="features">Numbers of the last axis.</param>
    /// <param name="eps">Added to the mean square.</param>
    public RmsNorm(long features, double eps)
    {
        _eps = eps;
        _weight = Parameter("weight", Tensor.Ones([features]));
    }

    public override Tensor Forward(Tensor x) => Of(x, _weight, _eps);

    internal static Tensor Of(Tensor x, Tensor weight, double eps) => x * (x.Square().Mean([-1], keepDim: true) + eps).Rsqrt() * weight;
}
