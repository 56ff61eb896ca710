using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Layers;

/// <summary>LayerNorm (Ba et al., 2016) over the last dimension.</summary>
public sealed class Norm : Layer
{
    private readonly double _epsilon;

    public Norm(WeightFactory weights, long size, double epsilon)
    {
        _epsilon = epsilon;
        Weight = Parameter("weight", weights.Constant([size], 1));
        Bias = Parameter("bias", weights.Constant([size], 0));
    }

    public Tensor Weight { get; }

    public Tensor Bias { get; }

    public override Tensor Forward(Tensor x) => F.LayerNorm(x, Weight, Bias, _epsilon);
}
