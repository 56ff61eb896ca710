using Reverie.Torch;

namespace Reverie.Training.Data;

/// <summary>A batch of segments as tensors on the training device.</summary>
/// <param name="Observations">Bytes [N, L, C, H, W].</param>
/// <param name="Actions">Integers [N, L].</param>
/// <param name="Rewards">[N, L]</param>
/// <param name="Ends">Integers [N, L].</param>
/// <param name="MaskPadding">Truth values [N, L], false on padding.</param>
public readonly record struct TensorBatch(Tensor Observations, Tensor Actions, Tensor Rewards, Tensor Ends, Tensor MaskPadding)
{
    /// <summary>Copies a batch.</summary>
    public static TensorBatch From(SegmentBatch batch, Device device)
    {
        long n = batch.Count, l = batch.SequenceLength;
        var shape = batch.Shape;
        return new(
            Tensor.From(batch.Observations, n, l, shape.Channels, shape.Height, shape.Width).To(device),
            Tensor.From(batch.Actions, n, l).To(device),
            Tensor.From(batch.Rewards, n, l).To(device),
            Tensor.From(batch.Ends, n, l).To(device),
            Tensor.From(batch.MaskPadding, n, l).To(device));
    }
}
