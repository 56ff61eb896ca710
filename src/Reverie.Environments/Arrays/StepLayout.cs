namespace Reverie.Environments.Arrays;

/// <summary>What flows between environments and algorithms: named arrays and texts one way, actions the other.</summary>
/// <param name="Observations">The arrays of an observation, in order.</param>
/// <param name="Texts">Names of the observation's texts, such as <c>mission</c>; they are kept beside the arrays.</param>
/// <param name="Action">What an action is.</param>
public sealed record StepLayout(IReadOnlyList<ArraySpec> Observations, IReadOnlyList<string> Texts, ActionSpec Action)
{
    /// <summary>Bytes of one observation's arrays.</summary>
    public int ObservationBytes => Observations.Sum(spec => spec.ByteLength);

    /// <summary>The array of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that there are.</exception>
    public ArraySpec this[string name] => Observations.FirstOrDefault(spec => spec.Name == name)
        ?? throw new KeyNotFoundException($"This environment has no observation '{name}'; it has {string.Join(", ", Observations)}.");

    public bool Equals(StepLayout? other) =>
        other is not null && Observations.SequenceEqual(other.Observations) && Texts.SequenceEqual(other.Texts) && Action.Equals(other.Action);

    public override int GetHashCode() => HashCode.Combine(Observations.Count, Texts.Count, Action);

    public override string ToString() =>
        $"{string.Join(", ", Observations.Select(spec => spec.ToString()).Concat(Texts.Select(name => $"{name}: text")))}; {Action}";
}
