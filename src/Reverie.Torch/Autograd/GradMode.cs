using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>Whether this thread records operations for gradients.</summary>
public static class GradMode
{
    public static bool IsEnabled
    {
        get
        {
            int before = NativeMethods.rv_grad_mode(1);
            _ = NativeMethods.rv_grad_mode(before);
            return before != 0;
        }
    }
}
