using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>y = x W^T + b. Weight [out, in], bias [out].</summary>
public sealed class Linear : Layer
{
    public Linear(long inFeatures, long outFeatures, bool bias = true, Generator? generator = null)
    {
        Weight = Parameter("weight", Init.FanIn([outFeatures, inFeatures], inFeatures, generator));
        Bias = bias ? Parameter("bias", Init.FanIn([outFeatures], inFeatures, generator)) : null;
    }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    public override Tensor Forward(Tensor x) => F.Linear(x, Weight, Bias);

    public override OnnxValue Forward(OnnxValue x)
    {
        var y = x.MatMul(x.Graph.Weight(Weight).Permute(1, 0));
        return Bias is null ? y : y + x.Graph.Weight(Bias);
    }
}
