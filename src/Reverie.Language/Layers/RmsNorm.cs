using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Layers;

/// <summary>w x / sqrt(mean(x²) + ε) over the last dimension (Zhang and Sennrich, 2019), computed in single precision.</summary>
public sealed class RmsNorm : Layer
{
    private readonly double _epsilon;

    public RmsNorm(WeightFactory weights, long size, double epsilon)
    {
        _epsilon = epsilon;
        Weight = Parameter("weight", weights.Constant([size], 1));
    }

    public Tensor Weight { get; }

    public override Tensor Forward(Tensor x)
    {
        var precise = x.Float();
        var scale = (precise.Square().Mean([-1], keepDim: true) + _epsilon).Rsqrt(); // [..., 1]
        return (precise * scale).To(x.DType) * Weight;
    }
}
