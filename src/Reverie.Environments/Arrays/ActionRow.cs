namespace Reverie.Environments.Arrays;

/// <summary>One action: choices or real numbers, the other being empty.</summary>
public readonly ref struct ActionRow(ReadOnlySpan<long> integers, ReadOnlySpan<float> numbers)
{
    /// <summary>Choices, [Size].</summary>
    public ReadOnlySpan<long> Integers { get; } = integers;

    /// <summary>Real numbers, [Size].</summary>
    public ReadOnlySpan<float> Numbers { get; } = numbers;
}
