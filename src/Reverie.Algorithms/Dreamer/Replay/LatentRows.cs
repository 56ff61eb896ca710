using Reverie.Torch;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Latent states as rows of numbers: the recurrent state, and the class of each variable.</summary>
public static class LatentRows
{
    /// <param name="state">[N, ...]</param>
    /// <param name="layout">What a row holds.</param>
    /// <returns>[N, StateSize]</returns>
    public static float[] Of(LatentState state, RowLayout layout)
    {
        using var scope = new TensorScope();
        long count = state.Recurrent.Size(0);
        var classes = state.Stochastic.Detach().View(count, layout.Variables, -1).ArgMax(-1).Float();
        return Tensor.Cat([state.Recurrent.Detach(), classes], -1).ToArray<float>();
    }

    /// <summary>The way back.</summary>
    /// <param name="rows">[N, StateSize]</param>
    /// <param name="count">N.</param>
    /// <param name="layout">What a row holds.</param>
    /// <param name="classes">D, of each variable.</param>
    /// <param name="device">Where the tensors shall be.</param>
    public static LatentState Read(float[] rows, int count, RowLayout layout, int classes, Device device)
    {
        var all = Tensor.From(rows, count, layout.StateSize).To(device);
        var variables = all.Narrow(1, layout.RecurrentSize, layout.Variables).Long().OneHot(classes).Float();
        return new(all.Narrow(1, 0, layout.RecurrentSize).Contiguous(), variables.Flatten(-2));
    }
}
