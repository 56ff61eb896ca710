using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>A module that makes one tensor of one tensor.</summary>
public abstract class Layer : Module
{
    public abstract Tensor Forward(Tensor x);

    /// <summary>The same (as in evaluation, without dropout) as operators of an ONNX graph.</summary>
    /// <exception cref="TorchException">This kind of layer has not been given a form in ONNX.</exception>
    public virtual OnnxValue Forward(OnnxValue x) =>
        throw new TorchException($"A {GetType().Name} cannot be exported as ONNX; a network that shall be exported must do without it.");
}
