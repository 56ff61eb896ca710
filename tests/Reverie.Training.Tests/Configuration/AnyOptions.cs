namespace Reverie.Training.Tests.Configuration;

/// <summary>Options of every kind, under the keys of the recorded configurations.</summary>
public sealed record AnyOptions
{
    public object? S { get; init; }

    public object? Wandb { get; init; }

    public object? K { get; init; }

    public object? L { get; init; }

    public object? I { get; init; }

    public object? F { get; init; }

    public object? B { get; init; }

    public object? N { get; init; }

    public object? M { get; init; }

    public string? Text { get; init; }

    public string Word { get; init; } = "w";

    public int Whole { get; init; }

    public long Long { get; init; }

    public ulong Seed { get; init; }

    public double Real { get; init; }

    public float Single { get; init; }

    public bool Flag { get; init; }

    public IReadOnlyList<string> Texts { get; init; } = ["x", "y"];

    public IReadOnlyList<int> Numbers { get; init; } = [1, 2, 3];

    public IReadOnlyDictionary<string, object?> Map { get; init; } = new Dictionary<string, object?>();
}
