using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>LayerNorm over the channels of each pixel of [N, C, H, W].</summary>
public sealed class ChannelNorm : Layer
{
    private readonly double _eps;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <param name="channels">C.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="isRms">Whether it divides by the root mean square only, see <see cref="RmsNorm"/>.</param>
    public ChannelNorm(long channels, double eps, bool isRms = false)
    {
        _eps = eps;
        _weight = Parameter("weight", Tensor.Ones([channels]));
        _bias = isRms ? null : Parameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>With a SiLU behind it.</summary>
    internal Tensor ForwardSilu(Tensor x) =>
        _bias is null ? F.Silu(Forward(x)) : F.NormSilu(x.Permute(0, 2, 3, 1), _weight, _bias, _eps).Permute(0, 3, 1, 2);

    public override Tensor Forward(Tensor x)
    {
        var last = x.Permute(0, 2, 3, 1);
        var normal = _bias is null ? RmsNorm.Of(last, _weight, _eps) : F.LayerNorm(last, _weight, _bias, _eps);
        return normal.Permute(0, 3, 1, 2);
    }
}
