using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Training.Data;

/// <summary>A batch of segments as tensors on the training device.</summary>
/// <param name="Observations">One tensor [N, L, ...] for each array of the layout: bytes, floats or 64-bit integers.</param>
/// <param name="Actions">Choices [N, L] (or [N, L, Size] of several at once) as 64-bit integers; real numbers [N, L, Size].</param>
/// <param name="Rewards">[N, L]</param>
/// <param name="Terminated">Truth values [N, L].</param>
/// <param name="Truncated">Truth values [N, L].</param>
/// <param name="IsFirst">Truth values [N, L].</param>
/// <param name="MaskPadding">Truth values [N, L], false on padding.</param>
public sealed record TensorBatch(
    IReadOnlyDictionary<string, Tensor> Observations, Tensor Actions, Tensor Rewards, Tensor Terminated, Tensor Truncated, Tensor IsFirst, Tensor MaskPadding)
{
    /// <summary>1 where the step ended its episode either way, as 64-bit integers [N, L].</summary>
    public Tensor Ends => Terminated.LogicalOr(Truncated).To(ScalarType.Int64);

    /// <summary>The observation of a name.</summary>
    public Tensor this[string name] => Observations[name];

    /// <summary>Some of its rows.</summary>
    public TensorBatch Rows(int first, int count)
    {
        return new(
            Observations.ToDictionary(pair => pair.Key, pair => Part(pair.Value), StringComparer.Ordinal),
            Part(Actions), Part(Rewards), Part(Terminated), Part(Truncated), Part(IsFirst), Part(MaskPadding));

        Tensor Part(Tensor rows) => rows.Narrow(0, first, count);
    }

    /// <summary>Copies a batch.</summary>
    public static TensorBatch From(SegmentBatch batch, Device device)
    {
        long n = batch.Count, l = batch.SequenceLength;
        return new(
            batch.Observations.ToDictionary(rows => rows.Spec.Name, rows => Copy(rows, [n, l], device), StringComparer.Ordinal),
            Copy(batch.Actions, [n, l], device),
            Tensor.From(batch.Rewards, n, l).To(device),
            Flags(batch.Terminated), Flags(batch.Truncated), Flags(batch.IsFirst), Flags(batch.MaskPadding));

        Tensor Flags(bool[] flags) => Tensor.From(flags, n, l).To(device);
    }

    /// <summary>Rows as a tensor [...<paramref name="leading"/>, ...shape].</summary>
    public static Tensor Copy(ArrayRows rows, long[] leading, Device device)
    {
        long[] shape = [.. leading, .. rows.Spec.Shape.Select(size => (long)size)];
        return (rows.Spec.Type switch
        {
            ElementType.UInt8 => Tensor.From(rows.As<byte>(), shape),
            ElementType.Float32 => Tensor.From(rows.As<float>(), shape),
            _ => Tensor.From(rows.As<long>(), shape),
        }).To(device);
    }

    private static Tensor Copy(ActionBatch actions, long[] leading, Device device) => (actions.Spec.Kind switch
    {
        ActionKind.Discrete => Tensor.From(actions.Integers, leading),
        ActionKind.MultiDiscrete => Tensor.From(actions.Integers, [.. leading, actions.Spec.Size]),
        _ => Tensor.From(actions.Numbers, [.. leading, actions.Spec.Size]),
    }).To(device);
}
