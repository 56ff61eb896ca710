using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>Nothing is recorded for gradients on this thread while it lives: <c>using var _ = new NoGrad();</c>. Do not await inside.</summary>
public readonly ref struct NoGrad
{
    private readonly int _before;

    public NoGrad() => _before = NativeMethods.rv_grad_mode(0);

    public void Dispose() => _ = NativeMethods.rv_grad_mode(_before);
}
