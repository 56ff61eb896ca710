using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>LayerNorm over the channels of each pixel of [N, C, H, W].</summary>
public sealed class ChannelNorm : Layer
{
    private readonly double _eps;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    /// <param name="channels">C.</param>
    /// <param name="eps">Added to the variance.</param>
    public ChannelNorm(long channels, double eps)
    {
        _eps = eps;
        _weight = Parameter("weight", Tensor.Ones([channels]));
        _bias = Parameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>With a SiLU behind it.</summary>
    internal Tensor ForwardSilu(Tensor x) => F.NormSilu(x.Permute(0, 2, 3, 1), _weight, _bias, _eps).Permute(0, 3, 1, 2);

    public override Tensor Forward(Tensor x) => F.LayerNorm(x.Permute(0, 2, 3, 1), _weight, _bias, _eps).Permute(0, 3, 1, 2);
}
