using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>Records for gradients on this thread while it lives, also inside a <see cref="NoGrad"/>. Do not await inside.</summary>
public readonly ref struct EnableGrad
{
    private readonly int _before;

    public EnableGrad() => _before = NativeMethods.rv_grad_mode(1);

    public void Dispose() => _ = NativeMethods.rv_grad_mode(_before);
}
