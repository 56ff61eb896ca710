namespace Reverie.Environments.Arrays;

/// <summary>The actions of an environment: a choice, several choices, or real numbers.</summary>
public sealed record ActionSpec
{
    private ActionSpec(ActionKind kind, int size) => (Kind, Size) = (kind, size);

    public ActionKind Kind { get; }

    /// <summary>Numbers that make one action: 1 for a single choice.</summary>
    public int Size { get; }

    /// <summary>How many alternatives each choice has, [Size]; empty for real numbers.</summary>
    public IReadOnlyList<int> Choices { get; private init; } = [];

    /// <summary>Least values, [Size]; empty for choices.</summary>
    public IReadOnlyList<float> Low { get; private init; } = [];

    /// <summary>Greatest values, [Size]; empty for choices.</summary>
    public IReadOnlyList<float> High { get; private init; } = [];

    /// <summary>Whether an action is made of real numbers.</summary>
    public bool IsContinuous => Kind == ActionKind.Continuous;

    /// <summary>One choice of <paramref name="count"/>.</summary>
    public static ActionSpec Discrete(int count) => new(ActionKind.Discrete, 1) { Choices = [Positive(count)] };

    /// <summary>Several choices at once.</summary>
    public static ActionSpec MultiDiscrete(params IReadOnlyList<int> choices) =>
        new(ActionKind.MultiDiscrete, choices.Count) { Choices = [.. choices.Select(Positive)] };

    /// <summary>Real numbers between bounds, one pair a number.</summary>
    /// <exception cref="ArgumentException">The bounds do not fit together.</exception>
    public static ActionSpec Continuous(IReadOnlyList<float> low, IReadOnlyList<float> high) =>
        low.Count == high.Count && low.Zip(high).All(bounds => bounds.First <= bounds.Second)
            ? new(ActionKind.Continuous, low.Count) { Low = low, High = high }
            : throw new ArgumentException("Every number of an action needs a lower bound and an upper bound that is not below it.", nameof(low));

    public bool Equals(ActionSpec? other) => other is not null && Kind == other.Kind && Size == other.Size
        && Choices.SequenceEqual(other.Choices) && Low.SequenceEqual(other.Low) && High.SequenceEqual(other.High);

    public override int GetHashCode() => HashCode.Combine(Kind, Size, Choices.Count > 0 ? Choices[0] : 0);

    public override string ToString() => Kind switch
    {
        ActionKind.Discrete => $"one of {Choices[0]} actions",
        ActionKind.MultiDiscrete => $"{Size} choices of {string.Join(", ", Choices)}",
        _ => $"{Size} real number{(Size == 1 ? "" : "s")}",
    };

    private static int Positive(int count) => count > 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "A choice needs alternatives.");
}
