using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>Segments of equal length side by side, as flat arrays that can be copied to tensors as they are.</summary>
/// <remarks>Reuse one batch for many draws: filling it allocates nothing.</remarks>
public sealed class SegmentBatch
{
    /// <summary>An empty batch of N segments of L steps.</summary>
    /// <param name="count">N.</param>
    /// <param name="sequenceLength">L.</param>
    /// <param name="layout">What flows.</param>
    /// <param name="withNext">Whether to keep the observation behind the last step of each segment, from which its value can be bootstrapped.</param>
    public SegmentBatch(int count, int sequenceLength, StepLayout layout, bool withNext = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        (Count, SequenceLength, Layout) = (count, sequenceLength, layout);
        int steps = checked(count * sequenceLength);
        Observations = [.. layout.Observations.Select(spec => new ArrayRows(spec, steps))];
        Next = withNext ? [.. layout.Observations.Select(spec => new ArrayRows(spec, count))] : null;
        HasNext = new bool[count];
        Actions = new ActionBatch(layout.Action, steps);
        Rewards = new float[steps];
        (Terminated, Truncated, IsFirst, MaskPadding) = (new bool[steps], new bool[steps], new bool[steps], new bool[steps]);
        Segments = new SegmentReference[count];
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>L.</summary>
    public int SequenceLength { get; }

    /// <summary>What flows.</summary>
    public StepLayout Layout { get; }

    /// <summary>What was seen, one block [N, L, ...] for each array of the layout.</summary>
    public IReadOnlyList<ArrayRows> Observations { get; }

    /// <summary>What was seen behind the last step of each segment, [N, ...]; null where it was not asked for.</summary>
    public IReadOnlyList<ArrayRows>? Next { get; }

    /// <summary>Whether <see cref="Next"/> is known for a segment, [N].</summary>
    public bool[] HasNext { get; }

    /// <summary>Actions, [N, L].</summary>
    public ActionBatch Actions { get; }

    /// <summary>Rewards, [N, L].</summary>
    public float[] Rewards { get; }

    /// <summary>True where the step ended its task, [N, L].</summary>
    public bool[] Terminated { get; }

    /// <summary>True where the episode was cut off behind the step, [N, L].</summary>
    public bool[] Truncated { get; }

    /// <summary>True on the first step of an episode, [N, L].</summary>
    public bool[] IsFirst { get; }

    /// <summary>True for real steps, false for padding, [N, L].</summary>
    public bool[] MaskPadding { get; }

    /// <summary>Where each row comes from, [N]; frames can be cached by it.</summary>
    public SegmentReference[] Segments { get; }

    /// <summary>The block of a name, [N, L, ...].</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that there are.</exception>
    public ArrayRows this[string name] => Observations.FirstOrDefault(rows => rows.Spec.Name == name)
        ?? throw new KeyNotFoundException($"There is no observation '{name}'; there are {string.Join(", ", Layout.Observations)}.");

    internal void ClearRow(int row)
    {
        int start = row * SequenceLength, size = Layout.Action.Size;
        foreach (var rows in Observations)
            rows.Range(start, SequenceLength).Clear();
        Actions.Integers.AsSpan(Layout.Action.IsContinuous ? 0 : start * size, Layout.Action.IsContinuous ? 0 : SequenceLength * size).Clear();
        Actions.Numbers.AsSpan(Layout.Action.IsContinuous ? start * size : 0, Layout.Action.IsContinuous ? SequenceLength * size : 0).Clear();
        Rewards.AsSpan(start, SequenceLength).Clear();
        foreach (bool[] flags in (bool[][])[Terminated, Truncated, IsFirst, MaskPadding])
            flags.AsSpan(start, SequenceLength).Clear();
        HasNext[row] = false;
    }
}
