using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>Whether operations are recorded for gradients on this thread.</summary>
public static class GradMode
{
    public static bool IsEnabled
    {
        get
        {
            int enabled = NativeMethods.rv_grad_mode(1);
            _ = NativeMethods.rv_grad_mode(enabled);
            return enabled != 0;
        }
    }
}
