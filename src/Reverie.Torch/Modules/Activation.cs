using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>A function without parameters as a layer.</summary>
/// <param name="function">The function.</param>
/// <param name="onnx">The same for ONNX; where it is left out, the layer cannot be exported.</param>
public sealed class Activation(Func<Tensor, Tensor> function, Func<OnnxValue, OnnxValue>? onnx = null) : Layer
{
    public override Tensor Forward(Tensor x) => function(x);

    public override OnnxValue Forward(OnnxValue x) => onnx is null ? base.Forward(x) : onnx(x);
}
