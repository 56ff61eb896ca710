using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>Zeroes elements with probability p while training and scales the rest.</summary>
public sealed class Dropout(double p) : Layer
{
    public override Tensor Forward(Tensor x) => F.Dropout(x, p, Training);

    public override OnnxValue Forward(OnnxValue x) => x;
}
