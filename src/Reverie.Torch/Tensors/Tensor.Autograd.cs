using Reverie.Torch.Native;

namespace Reverie.Torch;

public sealed unsafe partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded for gradients.</summary>
    public bool RequiresGrad
    {
        get => NativeMethods.rv_requires_grad(Handle) != 0;
        set => NativeMethods.Check(NativeMethods.rv_set_requires_grad(Handle, value ? 1 : 0), "requires_grad");
    }

    /// <summary>The accumulated gradient, or null. Each read makes a new reference in the current scope.</summary>
    public Tensor? Grad
    {
        get
        {
            nint grad;
            NativeMethods.Check(NativeMethods.rv_grad(Handle, &grad), "grad");
            return grad == 0 ? null : Own(grad);
        }
        set => NativeMethods.Check(NativeMethods.rv_set_grad(Handle, value?.Handle ?? 0), "grad");
    }

    /// <summary>Accumulates d(this)/d(leaf) into every leaf's <see cref="Grad"/>.</summary>
    /// <param name="gradient">The gradient of this tensor; not needed for a scalar.</param>
    /// <param name="retainGraph">Keep what the forward pass saved, for another backward.</param>
    public void Backward(Tensor? gradient = null, bool retainGraph = false) =>
        NativeMethods.Check(NativeMethods.rv_backward(Handle, gradient?.Handle ?? 0, retainGraph ? 1 : 0), "backward");

    /// <summary>Gradients of outputs with respect to inputs, without touching <see cref="Grad"/>; null where there is no path.</summary>
    public static Tensor?[] Gradients(
        ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> gradOutputs = default, bool retainGraph = false,
        bool createGraph = false)
    {
        nint* outputHandles = stackalloc nint[outputs.Length];
        nint* inputHandles = stackalloc nint[inputs.Length];
        nint* gradHandles = stackalloc nint[outputs.Length];
        nint* results = stackalloc nint[inputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputHandles[i] = outputs[i].Handle;
            gradHandles[i] = gradOutputs.IsEmpty ? 0 : gradOutputs[i].Handle;
        }
        for (int i = 0; i < inputs.Length; i++)
            inputHandles[i] = inputs[i].Handle;
        NativeMethods.Check(
            NativeMethods.rv_gradients(
                outputHandles, outputs.Length, inputHandles, inputs.Length, gradOutputs.IsEmpty ? null : gradHandles,
                retainGraph ? 1 : 0, createGraph ? 1 : 0, results),
            "gradients");
        var gradients = new Tensor?[inputs.Length];
        for (int i = 0; i < gradients.Length; i++)
            gradients[i] = results[i] == 0 ? null : Own(results[i]);
        return gradients;
    }
}
