using Reverie.Torch.Native;

namespace Reverie.Torch;

public sealed unsafe partial class Tensor
{
    private static readonly Operator VersionOp = new("aten::_version");

    /// <summary>
    /// How often operations have changed this tensor in place, optimizers included: what was computed from it is out of date when this has
    /// grown. Writing into its memory (<see cref="Data{T}"/>, <see cref="SetData{T}"/>) does not count.
    /// </summary>
    public long Version => (long)Aten.CallScalar(VersionOp, this);

    /// <summary>Whether operations on this tensor are recorded for gradients.</summary>
    public bool RequiresGrad
    {
        get
        {
            using var call = NativeCall.Enter();
            return NativeMethods.rv_requires_grad(Handle) != 0;
        }
        set
        {
            using var call = NativeCall.Enter();
            NativeMethods.Check(NativeMethods.rv_set_requires_grad(Handle, value ? 1 : 0), "requires_grad");
        }
    }

    /// <summary>The accumulated gradient, or null. Each read makes a new reference in the current scope.</summary>
    public Tensor? Grad
    {
        get
        {
            nint grad;
            using (NativeCall.Enter())
                NativeMethods.Check(NativeMethods.rv_grad(Handle, &grad), "grad");
            return grad == 0 ? null : Own(grad);
        }
        set
        {
            using var call = NativeCall.Enter();
            NativeMethods.Check(NativeMethods.rv_set_grad(Handle, value?.Handle ?? 0), "grad");
        }
    }

    /// <summary>Accumulates d(this)/d(leaf) into every leaf's <see cref="Grad"/>.</summary>
    /// <param name="gradient">The gradient of this tensor; not needed for a scalar.</param>
    /// <param name="retainGraph">Keep what the forward pass saved, for another backward.</param>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        using var call = NativeCall.Enter();
        NativeMethods.Check(NativeMethods.rv_backward(Handle, gradient?.Handle ?? 0, retainGraph ? 1 : 0), "backward");
    }

    /// <summary>Gradients of outputs with respect to inputs, without touching <see cref="Grad"/>; null where there is no path.</summary>
    /// <exception cref="ArgumentException">There are gradients of outputs, but not one for each.</exception>
    public static Tensor?[] Gradients(
        ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> gradOutputs = default, bool retainGraph = false,
        bool createGraph = false)
    {
        if (!gradOutputs.IsEmpty && gradOutputs.Length != outputs.Length)
        {
            throw new ArgumentException(
                $"{gradOutputs.Length} gradients were given for {outputs.Length} outputs; give one for each, or none.", nameof(gradOutputs));
        }
        using var call = NativeCall.Enter();
        nint[] outputHandles = Handles(outputs);
        nint[] inputHandles = Handles(inputs);
        nint[] gradHandles = Handles(gradOutputs);
        nint[] results = new nint[inputs.Length];
        fixed (nint* output = outputHandles, input = inputHandles, grad = gradHandles, result = results)
        {
            NativeMethods.Check(
                NativeMethods.rv_gradients(
                    output, outputs.Length, input, inputs.Length, gradOutputs.IsEmpty ? null : grad, retainGraph ? 1 : 0, createGraph ? 1 : 0, result),
                "gradients");
        }
        var gradients = new Tensor?[inputs.Length];
        for (int i = 0; i < gradients.Length; i++)
            gradients[i] = results[i] == 0 ? null : Own(results[i]);
        return gradients;
    }

    private static nint[] Handles(ReadOnlySpan<Tensor> tensors)
    {
        nint[] handles = new nint[tensors.Length];
        for (int i = 0; i < handles.Length; i++)
            handles[i] = tensors[i].Handle;
        return handles;
    }
}
