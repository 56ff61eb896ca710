namespace Reverie.Training.Data;

/// <summary>Segments of equal length side by side, as flat arrays that can be copied to tensors as they are.</summary>
/// <remarks>Reuse one batch for many draws: filling it allocates nothing.</remarks>
public sealed class SegmentBatch
{
    /// <summary>An empty batch of N segments of L steps.</summary>
    public SegmentBatch(int count, int sequenceLength, ObservationShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        Count = count;
        SequenceLength = sequenceLength;
        Shape = shape;
        int steps = count * sequenceLength;
        Observations = new byte[checked(steps * shape.Size)];
        Actions = new long[steps];
        Rewards = new float[steps];
        Ends = new long[steps];
        MaskPadding = new bool[steps];
        Segments = new SegmentReference[count];
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>L.</summary>
    public int SequenceLength { get; }

    /// <summary>Shape of one observation.</summary>
    public ObservationShape Shape { get; }

    /// <summary>Pictures, [N, L, C, H, W].</summary>
    public byte[] Observations { get; }

    /// <summary>Actions, [N, L].</summary>
    public long[] Actions { get; }

    /// <summary>Rewards, [N, L].</summary>
    public float[] Rewards { get; }

    /// <summary>1 where the step ended its episode, [N, L].</summary>
    public long[] Ends { get; }

    /// <summary>True for real steps, false for padding, [N, L].</summary>
    public bool[] MaskPadding { get; }

    /// <summary>Where each row comes from, [N]; frames can be cached by it.</summary>
    public SegmentReference[] Segments { get; }

    internal void ClearRow(int row)
    {
        int start = row * SequenceLength;
        Observations.AsSpan(start * Shape.Size, SequenceLength * Shape.Size).Clear();
        Actions.AsSpan(start, SequenceLength).Clear();
        Rewards.AsSpan(start, SequenceLength).Clear();
        Ends.AsSpan(start, SequenceLength).Clear();
        MaskPadding.AsSpan(start, SequenceLength).Clear();
    }
}
