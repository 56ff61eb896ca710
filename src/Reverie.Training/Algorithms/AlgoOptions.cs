namespace Reverie.Training.Algorithms;

/// <summary>Names the algorithm, for options records that have an <c>algo</c> group with nothing else in it.</summary>
public sealed record AlgoOptions
{
    /// <summary>A name that <c>reverie algorithms</c> lists.</summary>
    public string? Name { get; init; }
}
