namespace Reverie.Environments.Arrays;

/// <summary>
/// Actions of several environments or steps. Choices are in <see cref="Integers"/>, real numbers in <see cref="Numbers"/>; the other is
/// empty.
/// </summary>
/// <param name="spec">What an action is.</param>
/// <param name="count">How many actions.</param>
public sealed class ActionBatch(ActionSpec spec, int count)
{
    public ActionSpec Spec { get; } = spec;

    public int Count { get; } = count;

    /// <summary>Choices, [Count, Size].</summary>
    public long[] Integers { get; } = new long[spec.IsContinuous ? 0 : count * spec.Size];

    /// <summary>Real numbers, [Count, Size].</summary>
    public float[] Numbers { get; } = new float[spec.IsContinuous ? count * spec.Size : 0];

    /// <summary>One action.</summary>
    public ActionRow this[int row] => new(
        Spec.IsContinuous ? default : Integers.AsSpan(row * Spec.Size, Spec.Size), Spec.IsContinuous ? Numbers.AsSpan(row * Spec.Size, Spec.Size) : default);
}
