using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Vit;

/// <summary>
/// A linear map of a frame's tokens. Without gradients it is a product for each frame: the BLAS library rounds otherwise where there are more
/// rows, and what a frame gives must not depend on its company.
/// </summary>
internal static class FrameLinear
{
    /// <param name="linear">The map; it has a bias.</param>
    /// <param name="x">[N, T, in]</param>
    /// <returns>[N, T, out]</returns>
    internal static Tensor PerFrame(this Linear linear, Tensor x)
    {
        if (GradMode.IsEnabled)
            return linear.Forward(x);
        long frames = x.Size(0), outputs = linear.Weight.Size(0);
        return linear.Bias!.Expand(frames, x.Size(1), outputs).AddBatchMatMul(x, linear.Weight.T.Expand(frames, x.Size(2), outputs));
    }
}
